"""Out of one timeline: captions, chapters, transcript and manifest say the same, each in its own form."""

import json
import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unclench.sessions.body import Body, Mode, Posture
from unclench.sessions.captions import chapters_webvtt, webvtt
from unclench.sessions.catalogue import load_script, script_ids
from unclench.sessions.fitting import fit
from unclench.sessions.manifest import manifest
from unclench.sessions.speech import minutes_and_seconds, reading_ms
from unclench.sessions.timeline import Chapter, Cue, Ending, Timeline
from unclench.sessions.transcript import plain

WORDS = st.text("abcdefghij&<>'-", min_size=1, max_size=60)
TEXTS = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
TIMES = re.compile(r"^(\d\d):(\d\d):(\d\d)\.(\d{3}) --> (\d\d):(\d\d):(\d\d)\.(\d{3})$")


def fitted(script_id: str = "seven", body: Body | None = None, ending: Ending = Ending.RETURN) -> Timeline:
    script = load_script(script_id)
    return fit(script, body or Body(), script.usual_ms, reading_ms, ending=ending)


def with_texts(texts: list[str]) -> Timeline:
    """A timeline that says these texts, one every two seconds."""
    cues = tuple(Cue(text, 2_000 * i, 2_000 * i + 1_500, None) for i, text in enumerate(texts))
    return replace(fitted(), cues=cues, duration_ms=2_000 * len(texts))


def parsed(vtt: str) -> list[tuple[int, int, list[str]]]:
    """Entries of a WebVTT text, read by its own rules: start, end, lines."""
    header, *blocks = vtt.rstrip("\n").split("\n\n")
    assert header == "WEBVTT"
    entries = []
    for number, block in enumerate(blocks, 1):
        name, times, *lines = block.split("\n")
        assert name == str(number)
        found = TIMES.match(times)
        assert found
        h1, m1, s1, f1, h2, m2, s2, f2 = map(int, found.groups())
        entries.append(
            (((h1 * 60 + m1) * 60 + s1) * 1000 + f1, ((h2 * 60 + m2) * 60 + s2) * 1000 + f2, lines)
        )
    return entries


@pytest.mark.parametrize("script_id", script_ids())
def test_captions_follow_the_cues_and_never_overlap(script_id):
    timeline = fitted(script_id)
    entries = parsed(webvtt(timeline))
    assert [(start, " ".join(lines)) for start, _, lines in entries] == [
        (cue.start_ms, cue.text) for cue in timeline.cues
    ]
    for (_, end, _), (after, _, _) in pairwise(entries):
        assert end <= after
    for (_, end, lines), cue in zip(entries, timeline.cues, strict=True):
        assert cue.end_ms <= end <= timeline.duration_ms
        assert len(lines) <= 2
        assert all(len(line) <= 42 for line in lines)


@settings(deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_captions_of_any_text_stay_narrow_and_safe(texts):
    for (_, _, lines), text in zip(parsed(webvtt(with_texts(texts))), texts, strict=True):
        shown = [re.sub(r"&(amp|lt|gt);", "x", line) for line in lines]
        assert all(0 < len(line) <= 42 for line in shown)
        plain_text = "".join(lines).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        assert plain_text.replace(" ", "") == text.replace(" ", "")
        assert not re.search(r"[<>]", "".join(lines))


def test_a_long_caption_breaks_into_lines_of_about_the_same_width():
    text = "You can leave this place now, and come back another day."
    ((_, _, lines),) = parsed(webvtt(with_texts([text])))
    assert len(lines) == 2
    assert abs(len(lines[0]) - len(lines[1])) <= 10


def test_chapters_are_the_opening_each_group_and_the_close():
    timeline = fitted(body=Body({"neck": Mode.SKIP}))
    entries = parsed(chapters_webvtt(timeline))
    titles = [" ".join(lines) for _, _, lines in entries]
    assert titles == [
        "Settling in", "Right arm", "Left arm", "Face", "Shoulders, chest and tummy",
        "Right leg", "Left leg", "Coming back",
    ]  # fmt: skip
    assert (entries[0][0], entries[-1][1]) == (0, timeline.duration_ms)


def test_the_transcript_says_the_modes_in_words_and_leaves_out_what_is_skipped():
    modes = {
        "right-arm": Mode.GENTLE,
        "left-arm": Mode.IMAGINE,
        "face": Mode.RELEASE_ONLY,
        "left-leg": Mode.SKIP,
    }
    text = plain(fitted(body=Body(modes, Posture.WHEELCHAIR), ending=Ending.SLEEP))
    assert text.startswith(
        "Seven parts\n===========\n8 minutes, in a wheelchair; ends with a drift to sleep.\n\n"
    )
    assert "\nRight arm (tighten gently, with about a third of the effort, and let go)\n---" in text
    assert "\nLeft arm (imagine it letting go)\n---" in text
    assert "\nFace (let go, without tensing)\n---" in text
    assert "\nNeck and throat (tighten and let go)\n---" in text
    assert "Left leg" not in text


@pytest.mark.parametrize("script_id", script_ids())
def test_the_transcript_holds_every_cue_in_order_with_its_time(script_id):
    timeline = fitted(script_id)
    lines = re.findall(r"^(\d\d):(\d\d)  (.+)$", plain(timeline), re.MULTILINE)
    assert [(int(m) * 60 + int(s), text) for m, s, text in lines] == [
        (cue.start_ms // 1000, cue.text) for cue in timeline.cues
    ]


def test_a_group_named_like_a_chapter_keeps_its_own_mode():
    timeline = fitted()
    first = replace(timeline.chapters[0], title=timeline.groups[0].name)
    text = plain(replace(timeline, chapters=(first, *timeline.chapters[1:])))
    assert text.count("Right arm (tighten and let go)") == 1


def test_the_manifest_has_the_agreed_keys_and_nothing_else():
    timeline = fitted(body=Body({"neck": Mode.SKIP}))
    data = json.loads(json.dumps(manifest(timeline, voice="slt")))
    assert list(data) == [
        "script", "version", "language", "voice", "duration_ms", "groups", "phases", "cues", "chapters",
    ]  # fmt: skip
    assert (data["script"], data["language"], data["voice"]) == ("seven", "en-GB", "slt")
    assert data["groups"][3] == {"id": "neck", "name": "Neck and throat", "mode": "skip"}
    assert data["phases"][0]["group"] is None
    assert {tuple(phase) for phase in data["phases"]} == {("group", "kind", "start_ms", "end_ms")}
    assert {tuple(cue) for cue in data["cues"]} == {("text", "start_ms", "end_ms", "group")}
    assert data["chapters"][-1] == {
        "title": "Coming back", "start_ms": timeline.chapters[-1].start_ms, "end_ms": 480_000,
    }  # fmt: skip
    assert len(data["cues"]) == len(timeline.cues)


@pytest.mark.parametrize(
    ("ms", "up", "said"),
    [
        (0, False, "0 seconds"), (61_000, False, "1 minute 1 second"), (480_000, False, "8 minutes"),
        (59_999, False, "59 seconds"), (59_001, True, "1 minute"), (125_000, True, "2 minutes 5 seconds"),
    ],
)  # fmt: skip
def test_lengths_are_said_in_plain_words(ms, up, said):
    assert minutes_and_seconds(ms, up=up) == said


def test_reading_takes_time_by_the_word():
    assert reading_ms("one two three", 60) == 3_000
    assert reading_ms("Let go.") == 889


def test_a_chapter_title_is_escaped():
    timeline = replace(fitted(), chapters=(Chapter("Arms & <hands>", 0, 480_000),))
    assert "Arms &amp; &lt;hands&gt;" in chapters_webvtt(timeline)
