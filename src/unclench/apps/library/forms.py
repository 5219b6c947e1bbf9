"""What pages are asked for and sent, checked."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django import forms

from unclench.apps.library.addresses import WAYS, Addresses, usual_way
from unclench.apps.library.fittings import Fitting
from unclench.apps.library.presenters import fault_words
from unclench.kernel.errors import BadInput
from unclench.sessions.body import Mode
from unclench.sessions.catalogue import load_script
from unclench.sessions.parts import PARTS
from unclench.sessions.regions import group_modes

_PAGE_FIELDS = ("way", "body", "whole")


@dataclass(frozen=True, slots=True)
class PageQuery:
    """A page's query: the fitting, and what only concerns the page.

    Attributes:
        whole: a shortcut of the fit page.
        typed_minutes: the length as it was typed, to be shown again where it cannot be met.
        lengthless: whether the length was left to the session.
        fault: what cannot be used, as a sentence; the fitting is then the usual one.
        canonical: whether the address reads as we would write it.
    """

    fitting: Fitting
    way: str
    whole: str
    typed_minutes: str
    lengthless: bool
    fault: str
    canonical: bool


def page_query(session_id: str, pairs: Iterable[tuple[str, str]]) -> PageQuery:
    """Read a page's query. Fields left empty count as not given: that is how forms send them."""
    asked = list(pairs)
    given = [(name, value) for name, value in asked if value]
    page = {name: value for name, value in given if name in _PAGE_FIELDS}
    fields = [pair for pair in given if pair[0] not in _PAGE_FIELDS]
    way = page["way"] if page.get("way") in WAYS else usual_way(session_id)
    try:
        fitting, fault = _fitted(Fitting.from_query(session_id, fields), page.get("body", "")), ""
    except BadInput as problem:
        fitting, fault = Fitting.usual(session_id), fault_words(problem)
    return PageQuery(
        fitting=fitting,
        way=way,
        whole=page.get("whole", ""),
        typed_minutes=next((value for name, value in fields if name == "minutes"), ""),
        lengthless=not any(name == "minutes" for name, _ in fields),
        fault=fault,
        canonical=asked == Addresses(fitting, way).pairs(),
    )


def _fitted(fitting: Fitting, body: str) -> Fitting:
    """The fitting for a remembered body: ``right-calf:skip,left-calf:release-only``, by part of the figure.

    Raises:
        BadInput: a part or a mode that is not known.
    """
    if not body:
        return fitting
    script = load_script(fitting.script_id)
    modes = group_modes(script, dict(_part(entry) for entry in body.split(",")))
    usual = {group.id: group.default for group in script.groups}
    return replace(fitting, modes=tuple((id_, mode) for id_, mode in modes.items() if mode != usual[id_]))


def _part(entry: str) -> tuple[str, Mode]:
    part, _, mode = entry.partition(":")
    if part not in PARTS or mode not in tuple(Mode):
        raise BadInput(f"'{entry}' is no part with what to do with it", where="body", mend="fit it anew")
    return part, Mode(mode)


class VoiceForm(forms.Form):
    """A new recorded voice."""

    title = forms.CharField(
        label="Whose voice is it?", max_length=80, help_text="People read this, as: Nurse Nora."
    )
    name = forms.SlugField(
        label="A short name for it", max_length=60, help_text="Small letters, digits and hyphens, as: nora."
    )
