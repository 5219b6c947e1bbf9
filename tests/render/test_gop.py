"""Coded scenes: independent, joinable, cut anywhere; and packs of them."""

import av
import numpy as np
import pytest

from unclench.render.gop import SLICES, Gop, encode
from unclench.render.gop_pack import pack, unpack
from unclench.render.picture_paint import fade_frames, frames
from unclench.render.picture_scene import Glow, Look, Scene
from unclench.sessions.body import Posture

HAND, LEG = Look(("right-hand",), Glow.TENSE), Look(("left-thigh", "left-calf"), Glow.CALM)
SCENES = [
    Scene(Posture.LYING, "Right hand", "Tense gently", Look(), HAND),
    Scene(Posture.WHEELCHAIR, "Left leg", "Let go", Look(), LEG),
]


@pytest.fixture(scope="module")
def runs() -> list[Gop]:
    return [encode(scene, 4) for scene in SCENES]


def decoded(*runs: Gop) -> list[np.ndarray]:
    """What a decoder that was set up once shows of runs in a row."""
    codec = av.CodecContext.create("h264", "r")
    first = runs[0]
    setup = (
        b"\x01" + first.sequence[1:4] + b"\xff\xe1" + len(first.sequence).to_bytes(2, "big") + first.sequence
    )
    codec.extradata = setup + b"\x01" + len(first.picture).to_bytes(2, "big") + first.picture
    shown = []
    for frame in (frame for run in runs for frame in run.frames):
        shown += [picture.to_ndarray() for picture in codec.decode(av.Packet(frame))]
    return shown + [picture.to_ndarray() for picture in codec.decode(None)]


def psnr(one: np.ndarray, other: np.ndarray) -> float:
    return float(10 * np.log10(255**2 / np.mean((one.astype(float) - other) ** 2)))


def test_all_postures_share_one_setting(runs: list[Gop]) -> None:
    assert len({(run.sequence, run.picture) for run in runs}) == 1


def test_every_frame_looks_as_it_was_drawn(runs: list[Gop]) -> None:
    for scene, run in zip(SCENES, runs, strict=True):
        drawn = [picture for picture, _ in frames(scene, 4)]
        shown = decoded(run)
        assert len(shown) == len(drawn) == len(run.frames)
        assert min(map(psnr, shown, drawn)) > 42


def test_runs_join_in_any_order_cut_anywhere(runs: list[Gop]) -> None:
    one, other = runs
    cut = Gop(one.sequence, one.picture, one.frames[:5], one.shown_ms[:5])
    joined = decoded(other, cut, other)
    alone = [*decoded(other), *decoded(one)[:5], *decoded(other)]
    assert len(joined) == len(alone)
    assert all(np.array_equal(a, b) for a, b in zip(joined, alone, strict=True))


def test_a_run_is_a_key_frame_and_then_only_changes(runs: list[Gop]) -> None:
    for run in runs:
        kinds = [{unit[0] & 31 for unit in slices(frame)} for frame in run.frames]
        assert kinds == [{5}] + [{1}] * (len(run.frames) - 1)
        assert all(len(slices(frame)) == SLICES for frame in run.frames)


def slices(frame: bytes) -> list[bytes]:
    found, at = [], 0
    while at < len(frame):
        end = at + 4 + int.from_bytes(frame[at : at + 4], "big")
        found.append(frame[at + 4 : end])
        at = end
    return found


def test_a_still_second_costs_next_to_nothing(runs: list[Gop]) -> None:
    for scene, run in zip(SCENES, runs, strict=True):
        assert max(run.sizes[fade_frames(scene) + 1 :]) < 600


def test_times_add_up(runs: list[Gop]) -> None:
    for run in runs:
        assert run.starts_ms[0] == 0
        assert run.starts_ms[-1] == sum(run.shown_ms)
        assert run.data == b"".join(run.frames)


def test_a_pack_gives_back_what_was_put_in_and_keeps_equal_slices_once(runs: list[Gop]) -> None:
    both = {"one": runs[0], "other": runs[1]}
    packed = unpack(pack(both))
    assert packed.addresses() == ["one", "other"]
    assert {name: packed.get(name) for name in both} == both
    assert packed.get("third") is None
    twice = pack({"one": runs[0], "same": runs[0]})
    assert len(twice) < len(pack({"one": runs[0]})) + 1000


def test_a_damaged_pack_is_refused(runs: list[Gop]) -> None:
    packed = pack({"one": runs[0]})
    for broken in (b"", packed[:-1], b"x" + packed, packed[:20] + b"\x00" * 9 + packed[29:]):
        with pytest.raises(ValueError, match="pack"):
            unpack(broken)


def test_runs_of_different_settings_do_not_share_a_pack(runs: list[Gop]) -> None:
    other = Gop(runs[1].sequence + b"\x00", runs[1].picture, runs[1].frames, runs[1].shown_ms)
    with pytest.raises(ValueError, match="settings"):
        pack({"one": runs[0], "other": other})
