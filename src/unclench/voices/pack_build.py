"""Making the ready pack: ``make voice-pack``, or ``python -m unclench.voices.pack_build``.

Needs festival and its voice (Debian: ``festival``, ``festvox-us-slt-hts``) on the machine that makes it; the
same versions and texts give the same bytes. What a pack of the same making already holds is not spoken
again; delete ``calm.json`` to have all of it spoken afresh.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

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

_Parts = tuple[int, bytes, bytes]
"""A clip's samples, its frames, its packets behind their table."""


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
    about = _about(engine)
    clips = _kept(folder, about["key"], texts)
    new = [text for text in texts if text not in clips]
    for text, pcm in zip(new, spoken(new, engine), strict=True):
        clips[text] = (len(pcm), mp3.encode_clip(pcm), packed(aac.encode_clip(pcm)))
    return _write(folder, about, {text: clips[text] for text in texts})


def _about(engine: Festival) -> dict[str, Any]:
    return {
        "format": pack.FORMAT,
        "name": pack.NAME,
        "title": TITLE,
        "language": LANGUAGE,
        "engine": engine.version(),
        "method": METHOD,
        "mp3": mp3.encoder(),
        "aac": aac.encoder(),
        "key": address("pack", engine.version(), METHOD, mp3.encoder(), aac.encoder())[:16],
    }


def _kept(folder: Path, key: str, texts: Sequence[str]) -> dict[str, _Parts]:
    """What an earlier pack of the same making holds: it would come out the same."""
    try:
        old = pack.Pack(folder, pack.NAME)
    except UnclenchError:
        return {}
    if old.about["key"] != key:
        return {}
    found = [(text, old.clip(text)) for text in texts if old.holds(text)]
    return {text: (clip.samples, bytes(clip.mp3()), packed(clip.aac())) for text, clip in found}


def _write(folder: Path, about: dict[str, Any], clips: dict[str, _Parts]) -> int:
    content, index = bytearray(), {}
    for text, (samples, frames, packets) in clips.items():
        start, middle = len(content), len(content) + len(frames)
        index[pack.text_key(text)] = [samples, start, middle, middle + len(packets)]
        content += frames + packets
    lines = [f"  {json.dumps(key)}: {json.dumps(places)}" for key, places in sorted(index.items())]
    head = json.dumps(about | {"bytes": len(content)}, ensure_ascii=False, indent=1).removesuffix("\n}")
    told = (head + ',\n "clips": {\n' + ",\n".join(lines) + "\n }\n}\n").encode()
    size = len(content) + len(told)
    if size > MOST_BYTES:
        raise UnclenchError(f"the pack would be {size} bytes; {MOST_BYTES} are allowed")
    for ending, whole in (("clips", bytes(content)), ("json", told)):
        with whole_file(folder / f"{pack.NAME}.{ending}") as stream:
            stream.write(whole)
    return size


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
