"""A Piper voice small enough to make on the spot: each phoneme becomes a short tone.

The model is written as the bytes of an ONNX file (protocol buffers, onnx.proto3 of the ONNX project), so that
the real library and the real runtime load it. Its inputs and output are those of a Piper voice.
"""

import json
import math
import struct
from pathlib import Path

INT64, FLOAT = 7, 1
_TONE = 256
RATE = 22_050


def write_voice(model: Path, *, kind: str = "espeak", sample_rate: int = RATE) -> Path:
    """Write ``model`` (``.onnx``) and its settings beside it."""
    model.write_bytes(_model())
    sounds = "_^$ .,?abcdefghijklmnopqrstuvwxyzæɐɑɒɔəɚɛɜɡɪɹʃʊʌʒˈˌːθðŋ"
    settings = {
        "audio": {"sample_rate": sample_rate},
        "espeak": {"voice": "en-gb-x-rp"},
        "language": {"code": "en_GB"},
        "phoneme_type": kind,
        "num_symbols": 256,
        "num_speakers": 1,
        "inference": {"noise_scale": 0.6, "length_scale": 1.0, "noise_w": 0.8},
        "phoneme_id_map": {sound: [number] for number, sound in enumerate(sounds)},
    }
    Path(f"{model}.json").write_text(json.dumps(settings), encoding="utf-8")
    return model


def _model() -> bytes:
    tone = [0.4 * math.sin(2 * math.pi * 3 * n / _TONE) for n in range(_TONE)]
    nodes = [
        _node("Cast", ["input"], "ids", _whole("to", FLOAT)),
        _node("Unsqueeze", ["ids", "last_axis"], "column"),
        _node("Mul", ["column", "scale"], "loudness"),
        _node("Mul", ["loudness", "tone"], "tones"),
        _node("Gather", ["scales", "one"], "pace"),
        _node("Mul", ["pace", "turns"], "long"),
        _node("Cast", ["long"], "count", _whole("to", INT64)),
        _node("Concat", ["ones", "count"], "repeats", _whole("axis", 0)),
        _node("Tile", ["tones", "repeats"], "tiled"),
        _node("Reshape", ["tiled", "shape"], "output"),
    ]
    constants = [
        _tensor("last_axis", INT64, [1], struct.pack("<q", 2)),
        _tensor("scale", FLOAT, [1], struct.pack("<f", 0.02)),
        _tensor("tone", FLOAT, [1, 1, _TONE], struct.pack(f"<{_TONE}f", *tone)),
        _tensor("one", INT64, [1], struct.pack("<q", 1)),
        _tensor("turns", FLOAT, [1], struct.pack("<f", 8.0)),
        _tensor("ones", INT64, [2], struct.pack("<2q", 1, 1)),
        _tensor("shape", INT64, [4], struct.pack("<4q", 1, 1, 1, -1)),
    ]
    inputs = [
        _value("input", INT64, [1, "phonemes"]),
        _value("input_lengths", INT64, [1]),
        _value("scales", FLOAT, [3]),
    ]
    graph = b"".join(_field(1, node) for node in nodes) + _field(2, b"tiny")
    graph += b"".join(_field(5, constant) for constant in constants)
    graph += b"".join(_field(11, value) for value in inputs)
    graph += _field(12, _value("output", FLOAT, [1, 1, 1, "samples"]))
    return _number(1, 8) + _field(7, graph) + _field(8, _number(2, 13))


def _node(kind: str, inputs: list[str], output: str, attribute: bytes = b"") -> bytes:
    node = b"".join(_field(1, name.encode()) for name in inputs) + _field(2, output.encode())
    return node + _field(4, kind.encode()) + (_field(5, attribute) if attribute else b"")


def _whole(name: str, value: int) -> bytes:
    return _field(1, name.encode()) + _number(3, value) + _number(20, 2)


def _tensor(name: str, kind: int, shape: list[int], content: bytes) -> bytes:
    dims = b"".join(_number(1, size) for size in shape)
    return dims + _number(2, kind) + _field(8, name.encode()) + _field(9, content)


def _value(name: str, kind: int, shape: list[int | str]) -> bytes:
    dims = b"".join(
        _field(1, _number(1, size) if isinstance(size, int) else _field(2, size.encode())) for size in shape
    )
    return _field(1, name.encode()) + _field(2, _field(1, _number(1, kind) + _field(2, dims)))


def _number(tag: int, value: int) -> bytes:
    return _varint(tag << 3) + _varint(value)


def _field(tag: int, content: bytes) -> bytes:
    return _varint(tag << 3 | 2) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)
