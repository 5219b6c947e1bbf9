"""Making the ready pack: ``make voice-pack``, or ``python -m unclench.voices.pack_build``.

Needs festival and its voice (Debian: ``festival``, ``festvox-us-slt-hts``) on the machine that makes it; the
same versions and texts give the same bytes. What is already in the pack and would come out the same is
spoken again all the same: a pack is always of one piece.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from unclench.kernel.errors import UnclenchError
from unclench.render import aac, mp3
from unclench.render.clip import Samples
from unclench.render.files import whole_file
from unclench.sessions.catalogue import load_script, script_ids
from unclench.voices import pack
from unclench.voices.clips import packed
from unclench.voices.engines.engine import EngineAbsent
from unclench.voices.engines.festival import Festival
from unclench.voices.lexicon import sentences, spelt
from unclench.voices.speech import METHOD, finished, samples_of
from unclench.voices.store import address

TITLE = "Calm (a computer's voice, woman, American English)"
LANGUAGE = "en-US"
MOST_BYTES = 12_000_000


def shipped_texts() -> tuple[str, ...]:
    """Every distinct text of every shipped script, in an order that does not depend on the machine."""
    texts = {text for script in script_ids() for text in load_script(script).texts()}
    return tuple(sorted(texts))


def spoken(texts: Sequence[str], engine: Festival) -> list[Samples]:
    """Each text as a levelled cue."""
    parts = [sentences(spelt(text, LANGUAGE)) for text in texts]
    flat = [sentence for group in parts for sentence in group]
    sounds = iter(engine.say_all(flat, 1.0))
    return [finished([samples_of(next(sounds)) for _ in group], 1.0, softened=True) for group in parts]


def build(folder: Path, texts: Sequence[str]) -> int:
    """Speak, encode and write the pack; returns its bytes in all.

    Raises:
        UnclenchError: festival is not here, or the pack would be too large to ship.
    """
    try:
        engine = Festival()
    except EngineAbsent as fault:
        raise UnclenchError(f"the pack cannot be made here: {fault}") from fault
    content, clips = bytearray(), {}
    for text, pcm in zip(texts, spoken(texts, engine), strict=True):
        frames, packets = mp3.encode_clip(pcm), packed(aac.encode_clip(pcm))
        start = len(content)
        clips[pack.text_key(text)] = [
            len(pcm),
            start,
            start + len(frames),
            start + len(frames) + len(packets),
        ]
        content += frames + packets
    about = {
        "format": pack.FORMAT,
        "name": pack.NAME,
        "title": TITLE,
        "language": LANGUAGE,
        "engine": engine.version(),
        "method": METHOD,
        "mp3": mp3.encoder(),
        "aac": aac.encoder(),
        "key": address("pack", engine.version(), METHOD, mp3.encoder(), aac.encoder())[:16],
        "bytes": len(content),
        "clips": dict(sorted(clips.items())),
    }
    index = (
        json.dumps(about, ensure_ascii=False, indent=1).replace("\n   ", " ").replace("\n  ]", "]") + "\n"
    ).encode()
    if len(content) + len(index) > MOST_BYTES:
        raise UnclenchError(f"the pack would be {len(content) + len(index)} bytes; {MOST_BYTES} are allowed")
    for name, whole in (("clips", bytes(content)), ("json", index)):
        with whole_file(folder / f"{pack.NAME}.{name}") as stream:
            stream.write(whole)
    return len(content) + len(index)


def main() -> None:
    """Make the pack where it belongs."""
    texts = shipped_texts()
    try:
        size = build(Path(sys.argv[1]) if len(sys.argv) > 1 else pack.FOLDER, texts)
    except UnclenchError as fault:
        sys.exit(f"voice-pack: {fault}")
    sys.stderr.write(f"voice-pack: {len(texts)} texts, {size / 1e6:.1f} MB\n")


if __name__ == "__main__":
    main()
