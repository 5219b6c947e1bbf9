"""Piper's neural voices, by the real `piper-tts` library (the optional extra ``piper``).

A voice is two files, as Piper publishes them: ``NAME.onnx`` and ``NAME.onnx.json``.
"""

import hashlib
import importlib.metadata
import importlib.util
import json
from pathlib import Path

from unclench.kernel.errors import BadInput, UnclenchError
from unclench.voices.engines.engine import EngineAbsent, Sound

PACE = 1.25
"""Piper's voices read briskly; a session is slower."""

_MISSING = "Piper is not installed; install it with: pip install 'unclench[piper]'"


class Piper:
    """One Piper voice.

    Raises:
        EngineAbsent: the library is not installed, or it cannot load the model.
    """

    def __init__(self, model: Path) -> None:
        if importlib.util.find_spec("piper") is None:
            raise EngineAbsent(_MISSING)
        import piper

        self._model = model
        try:
            self._voice = piper.PiperVoice.load(model, Path(f"{model}.json"), download_dir=model.parent)
        except Exception as fault:  # onnxruntime raises a dozen kinds of its own
            raise EngineAbsent(f"Piper cannot load {model.name} ({_first_line(fault)})") from fault

    def version(self) -> str:
        """The library's version, the model's content, and our settings."""
        digest = hashlib.blake2b(self._model.read_bytes(), digest_size=8)
        digest.update(Path(f"{self._model}.json").read_bytes())
        return f"piper-tts {importlib.metadata.version('piper-tts')} {digest.hexdigest()} x{PACE}"

    def say(self, text: str, stretch: float) -> Sound:
        """Speak one sentence."""
        import piper

        scale = self._voice.config.length_scale * PACE * stretch
        chunks = list(self._voice.synthesize(text, piper.SynthesisConfig(length_scale=scale)))
        return Sound(self._voice.config.sample_rate, b"".join(chunk.audio_int16_bytes for chunk in chunks))


def check_files(model: Path, config: Path) -> str:
    """See whether two files look like a Piper voice, without loading the model.

    Returns:
        The voice's language, as ``en-GB``.

    Raises:
        BadInput: one is missing, or the settings are not Piper's.
    """
    for file in (model, config):
        if not file.is_file():
            raise BadInput(
                "is not there", where=str(file), mend="give NAME.onnx with NAME.onnx.json beside it"
            )
    try:
        settings = json.loads(config.read_text(encoding="utf-8"))
        int(settings["audio"]["sample_rate"])
        settings["phoneme_id_map"].keys()
        code = settings.get("language", {}).get("code") or settings["espeak"]["voice"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise BadInput(
            "is not a Piper voice's settings",
            where=str(config),
            mend="take the .onnx.json that came with the model",
        ) from fault
    return str(code).replace("_", "-")


def download(name: str, folder: Path) -> Path:
    """Fetch a voice by its name with Piper's own download, into ``folder``.

    Returns:
        The model's file; its settings lie beside it.

    Raises:
        UnclenchError: the library is missing, the name is not one of Piper's, or there is no network.
    """
    if importlib.util.find_spec("piper") is None:
        raise UnclenchError(f"{_MISSING}; or add a model you have: unclench voice add NAME FILE.onnx")
    from piper.download_voices import download_voice

    try:
        download_voice(name, folder)
    except ValueError as fault:
        raise BadInput(
            "is not the name of a Piper voice", where=name, mend="they look like en_GB-alba-medium"
        ) from fault
    except OSError as fault:  # urllib's errors are OSErrors
        raise UnclenchError(
            f"the voice {name} cannot be fetched ({_first_line(fault)}); check the name and the network, "
            "or add a model you have: unclench voice add NAME FILE.onnx"
        ) from fault
    return folder / f"{name}.onnx"


def _first_line(fault: Exception) -> str:
    return (str(fault).splitlines() or [type(fault).__name__])[0][:160]
