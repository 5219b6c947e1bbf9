"""How a text is prepared for an engine."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unclench.voices.lexicon import sentences, spelt


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Ask your MS team first.", "Ask your M S team first."),
        ("Close the hand into an easy fist.", "Cloze the hand into an easy fist."),
        ("Stay close.", "Stay close."),
        ("You’ve practised – well done…", "You've practiced, well done."),
        ("Rest, e.g. in bed", "Rest, for example in bed"),
    ],
)
def test_words_that_engines_say_wrong_are_spelt_as_they_sound(written: str, said: str) -> None:
    assert spelt(written, "en-GB") == said


def test_another_language_keeps_its_words() -> None:
    assert spelt("Close the MS", "cy") == "Close the MS"


def test_a_text_is_cut_where_its_sentences_end() -> None:
    assert sentences("Let go. And now rest? Yes; for 1.5 minutes.") == (
        "Let go.",
        "And now rest?",
        "Yes; for 1.5 minutes.",
    )


@given(st.text(alphabet="abc .,!?", max_size=60))
def test_cutting_loses_no_word(text: str) -> None:
    plain = spelt(text, "en")
    assert " ".join(sentences(plain)).split() == plain.split()
