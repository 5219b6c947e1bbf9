"""Adding a Piper voice to a site: by its name from the network, or from files one has."""

import json
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from unclench.kernel.errors import BadInput, UnclenchError
from unclench.voices.catalogue import PIPER, Voices
from unclench.voices.engines.apart import EngineApart
from unclench.voices.engines.engine import EngineAbsent
from unclench.voices.engines.piper import check_files, download


def add_piper(voices: Voices, name: str, model: Path | None = None) -> None:
    """Add a Piper voice; it is there whole, having spoken once, or not at all.

    Args:
        name: what to call it; without ``model`` also the name that Piper knows it by (``en_GB-alba-medium``).
        model: a ``.onnx`` file with its ``.onnx.json`` beside it.

    Raises:
        BadInput: the name is taken, or the files are not a Piper voice's.
        UnclenchError: the library, the network or the voice is missing.
    """
    place = voices.place(name)
    if place.exists():
        raise BadInput(
            f"there is already a voice called '{name}'", mend=f"choose another name, or remove {place}"
        )
    if model is not None:
        check_files(model, Path(f"{model}.json"))
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(dir=place.parent, prefix=".adding-"))
    except OSError as fault:
        mend = "choose another with --data"
        raise BadInput(
            f"cannot be written to ({fault.strerror})", where=str(place.parent), mend=mend
        ) from fault
    try:
        _fill(draft, name, model)
        draft.chmod(0o755)
        draft.rename(place)
    except OSError as fault:
        raise BadInput(f"cannot be written to ({fault.strerror})", where=str(place.parent)) from fault
    finally:
        with suppress(FileNotFoundError):
            shutil.rmtree(draft)


def _fill(draft: Path, name: str, model: Path | None) -> None:
    source = model or download(name, draft)
    config = Path(f"{source}.json")
    language = check_files(source, config)
    kept = draft / f"{name}.onnx"
    if source != kept:
        shutil.copyfile(source, kept)
        shutil.copyfile(config, f"{kept}.json")
    _hear(kept)
    about = {"kind": PIPER, "title": f"{name} (Piper, a computer's voice)", "language": language}
    (draft / "voice.json").write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")


def _hear(model: Path) -> None:
    """Have it say one word: a model that cannot must not be listed."""
    trial = EngineApart(PIPER, str(model))
    try:
        trial.say("Rest.", 1.0)
    except EngineAbsent as fault:
        raise UnclenchError(str(fault)) from fault
    finally:
        trial.close()
