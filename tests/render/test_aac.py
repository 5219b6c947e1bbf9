"""AAC packets: fixed in number, joinable, scaled without decoding."""

from collections.abc import Sequence

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unclench.render import aac
from unclench.render.aac import CLIP_LEAD, PACKET_SAMPLES, PRIMING
from unclench.render.clip import Samples
from unclench.render.loudness import edged
from unclench.sessions.timeline import Ending


def heard(packets: Sequence[bytes]) -> Samples:
    """What a decoder gives, the priming dropped."""
    decoder = av.CodecContext.create("aac", "r")
    decoder.extradata = aac.audio_specific_config()
    frames = [frame for packet in packets for frame in decoder.decode(av.Packet(packet))]
    frames += decoder.decode(None)
    assert {frame.sample_rate for frame in frames} == {48_000}
    return np.concatenate([frame.to_ndarray()[0] for frame in frames])[PRIMING:]


@settings(max_examples=20, deadline=None)
@given(samples=st.integers(1, 20_000), seed=st.integers(0, 9))
def test_a_clip_has_as_many_packets_as_its_length_says_and_is_silent_around(samples: int, seed: int) -> None:
    pcm = edged((0.2 * np.random.default_rng(seed).standard_normal(samples)).astype(np.float32))
    packets = aac.encode_clip(pcm)
    assert len(packets) == aac.clip_packets(samples)
    around = [aac.silence_packet()] * 6
    found = heard([*around, *packets, *around])
    onset = (6 + CLIP_LEAD) * PACKET_SAMPLES
    assert not found[: onset - 2 * PACKET_SAMPLES].any()
    assert not found[onset + samples + 2 * PACKET_SAMPLES :].any()


def test_a_session_is_whole_silent_in_its_pauses_and_every_cue_is_at_its_place(make_session) -> None:
    timeline, clips = make_session(60_000, first_ms=500)
    packets = aac.join_packets(timeline, clips)
    assert len(packets) == aac.session_packets(60_000 * 48)
    pcm = heard(packets)
    assert 0 <= len(pcm) - 60_000 * 48 < PACKET_SAMPLES
    silent = np.ones(len(pcm), dtype=bool)
    for cue, clip in list(zip(timeline.cues, clips, strict=True)):
        onset = (cue.start_ms * 48 + PACKET_SAMPLES // 2) // PACKET_SAMPLES * PACKET_SAMPLES
        around = pcm[onset - 3000 : onset + clip.samples + 3000]
        match = np.fft.irfft(np.fft.rfft(around, 1 << 18) * np.conj(np.fft.rfft(clip.pcm(), 1 << 18)))
        assert int(np.argmax(match)) == 3000
        silent[onset - 2 * PACKET_SAMPLES : onset + clip.samples + 2 * PACKET_SAMPLES] = False
    assert silent.mean() > 0.5
    assert not pcm[silent].any()


def test_no_joint_clicks(make_session) -> None:
    timeline, clips = make_session(40_000, first_ms=500, every_ms=6789)
    pcm = heard(aac.join_packets(timeline, clips))
    for cue, clip in list(zip(timeline.cues, clips, strict=True))[1:]:
        onset = (cue.start_ms * 48 + PACKET_SAMPLES // 2) // PACKET_SAMPLES * PACKET_SAMPLES
        end = onset + clip.samples
        jumps = np.abs(np.diff(pcm[onset - 4000 : end + 4000] - np.pad(clip.pcm(), 4000)))
        assert jumps[:5000].max() <= jumps[8000:-8000].max()
        assert jumps[-5000:].max() <= jumps[8000:-8000].max()


@pytest.mark.parametrize("step", [-8, -3, -1, 2])
def test_scaling_by_a_step_is_a_factor_of_two_to_the_quarter(make_session, step: int) -> None:
    packets = aac.encode_clip(make_session(10_000)[1][0].pcm() * np.float32(0.5))
    scaled = aac.scale(packets, np.full(len(packets), step, dtype=np.int16))
    assert np.allclose(heard(scaled), heard(packets) * 2 ** (step / 4), rtol=0, atol=2e-6)
    assert [len(packet) for packet in scaled] == [len(packet) for packet in packets]


def test_the_first_cue_is_softer_and_sleep_fades_the_last(make_session) -> None:
    timeline, clips = make_session(120_000, ending=Ending.SLEEP)
    pcm = heard(aac.join_packets(timeline, clips))

    def level(number: int, share: float) -> float:
        onset = timeline.cues[number].start_ms * 48
        length = round(clips[number].samples * share)
        return 20 * np.log10(np.std(pcm[onset : onset + length]) / np.std(clips[number].pcm()[:length]))

    assert level(0, 0.2) == pytest.approx(-6, abs=0.7)
    assert level(3, 1) == pytest.approx(0, abs=0.7)
    assert -12.7 < level(-1, 1) < -8


@pytest.mark.parametrize("ambient", ["rain", "surf"])
def test_ambient_sound_is_joined_in_packets_too(make_session, ambient: str) -> None:
    timeline, clips = make_session(30_000, first_ms=3000)
    packets = aac.join_packets(timeline, clips, ambient=ambient)
    assert len(packets) == aac.session_packets(30_000 * 48)
    pcm = heard(packets)
    jumps = np.abs(np.diff(pcm[5 * 48_000 : 9 * 48_000]))
    assert jumps.max() < 0.02
    assert np.std(pcm[5 * 48_000 : 9 * 48_000]) > 1e-3
