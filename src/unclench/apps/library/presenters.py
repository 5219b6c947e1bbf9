"""Works the session page out of a fitting: every value its template shows (see ``page_values``)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

from unclench.apps.library import wording
from unclench.apps.library.addresses import Addresses, ambient_file
from unclench.apps.library.fittings import Fitting
from unclench.apps.library.page_values import Asked, Choice, Length, Links, Media, Offers, SessionPage
from unclench.kernel.errors import BadInput
from unclench.sessions.catalogue import load_script
from unclench.sessions.figure import figure_svg
from unclench.sessions.fitting import Reach, reach
from unclench.sessions.script import Script
from unclench.voices.recorded import MissingCue

LENGTHS: Final = (3, 5, 6, 8, 10, 12, 15, 20, 25, 30)
"""Minutes offered with one press, where the session can take them."""

_PLAYED: Final = {"sound": "mp3", "picture": "mp4", "captions": "vtt", "chapters": "chapters.vtt"}
_MOST_OFFERED: Final = 4
_MINUTE_MS: Final = 60_000
_TENTH_OF_A_MINUTE_MS: Final = 6_000


def session_page(asked: Asked) -> SessionPage:
    """The page of a fitting.

    What cannot be had is said, and the nearest that can be had is shown: the nearest length; the usual body
    and voice where those asked for cannot be fitted or do not know the words.
    """
    try:
        return _fitted_page(asked)
    except MissingCue:
        fault = "This voice has not recorded every cue of this session yet. The usual voice speaks instead."
    except BadInput as problem:
        fault = fault_words(problem)
    fitting = replace(asked.fitting, voice=None, modes=())
    return _fitted_page(replace(asked, fitting=fitting, spoken_ms=asked.usual_spoken_ms, fault=fault))


def _fitted_page(asked: Asked) -> SessionPage:
    fitting, script = asked.fitting, load_script(asked.fitting.script_id)
    span = reach(script, fitting.body(), asked.spoken_ms, ending=fitting.ending)
    nearest = _nearest(fitting.duration_ms, span)
    fault = asked.fault
    if nearest != fitting.duration_ms and not asked.lengthless:
        fault = fault or _out_of_reach(script, span)
    return _page(script, replace(asked, fitting=replace(fitting, duration_ms=nearest), fault=fault), span)


def _nearest(wanted_ms: int, span: Reach) -> int:
    """The nearest length that can be had; where that is another one, a whole minute if there is one."""
    if span.shortest_ms <= wanted_ms <= span.longest_ms:
        return wanted_ms
    longer = -(-span.shortest_ms // _MINUTE_MS) * _MINUTE_MS
    shorter = span.longest_ms // _MINUTE_MS * _MINUTE_MS
    if longer > span.longest_ms:
        return min(max(wanted_ms, span.shortest_ms), span.longest_ms)
    return longer if wanted_ms < span.shortest_ms else shorter


def _out_of_reach(script: Script, span: Reach) -> str:
    shortest, longest = wording.length_words(span.shortest_ms + 999), wording.length_words(span.longest_ms)
    return (
        f"Fitted like this, “{script.title}” lasts from {shortest} to {longest}. Choose a length in between."
    )


def fault_words(fault: BadInput) -> str:
    """A fault as a sentence on a page."""
    place = f"{fault.where}: " if fault.where else ""
    advice = f"; {fault.mend}" if fault.mend else ""
    return wording.capital(f"{place}{fault.what}{advice}.")


def _page(script: Script, asked: Asked, span: Reach) -> SessionPage:
    fitting = asked.fitting
    to = Addresses(fitting, asked.way)
    return SessionPage(
        script=script.id,
        title=script.title,
        summary=script.summary,
        way=asked.way,
        figure=drawn(fitting),
        invitation=wording.INVITATIONS[fitting.posture],
        media=_media(to),
        player=_player(script, to),
        length=_length(script, asked, span),
        offers=_offers(asked),
        links=_links(to, asked.origin),
        hidden=body_pairs(fitting),
        body_words=wording.body_words(script, fitting.modes) if script.groups else "",
        safety=script.safety,
        ask_first=script.ask_first,
        fault=asked.fault,
    )


def _length(script: Script, asked: Asked, span: Reach) -> Length:
    lasts = asked.fitting.duration_ms
    return Length(
        seconds=round(lasts / 1000),
        clock=wording.clock(lasts),
        words=wording.length_words(lasts),
        typed=asked.typed_minutes if asked.fault and asked.typed_minutes else minutes_text(lasts),
        shortest=minutes_text(-(-span.shortest_ms // _TENTH_OF_A_MINUTE_MS) * _TENTH_OF_A_MINUTE_MS),
        longest=minutes_text(span.longest_ms // _TENTH_OF_A_MINUTE_MS * _TENTH_OF_A_MINUTE_MS),
        offers=_lengths(script, Addresses(asked.fitting, asked.way), span),
    )


def _offers(asked: Asked) -> Offers:
    fitting = asked.fitting
    return Offers(
        voices=[Choice(v.name, v.title, v.name == (fitting.voice or "")) for v in asked.voices],
        speeds=choices(wording.SPEEDS, fitting.speed),
        ambients=choices(wording.AMBIENTS, fitting.ambient or "none"),
        postures=choices(wording.POSTURES, fitting.posture),
        endings=choices(wording.ENDINGS, fitting.ending),
    )


def _links(to: Addresses, origin: str) -> Links:
    return Links(
        here=to.path(),
        listen=to.other_way("sound"),
        watch=to.other_way("picture"),
        fit=to.fit(),
        transcript=to.transcript(),
        whole=origin + to.page(),
    )


def _media(to: Addresses) -> Media:
    return Media(
        mp3=to.media("mp3"),
        mp4=to.media("mp4"),
        vtt=to.media("vtt", ambient=False),
        chapters=to.media("chapters.vtt", ambient=False),
        mp3_download=to.media("mp3", download=True),
        mp4_download=to.media("mp4", download=True),
    )


def _player(script: Script, to: Addresses) -> dict[str, Any]:
    """What the scripts of the page need; the voice alone, because they play the background beside it."""
    fitting = to.fitting
    ambient = {"name": fitting.ambient, "src": ambient_file(fitting.ambient)} if fitting.ambient else None
    groups = [{"id": g.id, "covers": list(g.covers), "usual": str(g.default)} for g in script.groups]
    return {
        "script": script.id,
        "title": script.title,
        "way": to.way,
        "query": fitting.query(),
        "address": to.page(),
        "seconds": fitting.duration_ms / 1000,
        "lengthWords": wording.length_words(fitting.duration_ms),
        "invitation": wording.INVITATIONS[fitting.posture],
        "manifest": to.media("json", ambient=False),
        "files": {name: to.media(kind, ambient=False) for name, kind in _PLAYED.items()},
        "ambient": ambient,
        "groups": groups,
        "acts": wording.ACTS,
        "icons": static("design/icons.svg"),
        "artwork": static("design/cover.png"),
    }


def _lengths(script: Script, to: Addresses, span: Reach) -> list[Choice]:
    usual = script.usual_ms // 60_000
    within = [
        minutes for minutes in {*LENGTHS, usual} if span.shortest_ms <= minutes * 60_000 <= span.longest_ms
    ]
    nearest = sorted(sorted(within, key=lambda minutes: abs(minutes - usual))[:_MOST_OFFERED])
    return [
        Choice(
            str(minutes),
            str(minutes),
            to.fitting.duration_ms == minutes * 60_000,
            to.with_minutes(str(minutes)),
        )
        for minutes in nearest
    ]


def choices(offers: Mapping[Any, str], chosen: str) -> list[Choice]:
    """Radio buttons out of values and their labels."""
    return [Choice(str(value), label, str(value) == chosen) for value, label in offers.items()]


def body_pairs(fitting: Fitting) -> list[tuple[str, str]]:
    """The choices of the fit page, which the form of the session page hands on as they are."""
    kept = {"dominant", *(group for group, _ in fitting.modes)}
    return [pair for pair in fitting.pairs() if pair[0] in kept]


def drawn(fitting: Fitting, *, states: Mapping[str, str] | None = None, face: bool = False) -> SafeString:
    """The figure resting as the person does, for a page; with ``face`` the head alone, larger."""
    prefix = "face" if face else "figure"
    drawing = figure_svg(fitting.posture, id_prefix=prefix, states=states, head_only=face)
    return mark_safe(drawing)  # noqa: S308 - drawn by us, states escaped


def minutes_text(ms: int) -> str:
    """``12``, ``7.5``."""
    return f"{ms / 60_000:.2f}".rstrip("0").rstrip(".")
