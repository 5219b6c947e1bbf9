"""Recording voices: who may, what is kept, and the audit trail of it."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from unclench.apps.library.recordings import may_record, site_voices
from unclench.apps.people.models import Account
from unclench.apps.people.queries import actor
from unclench.foundation.audit.actions import record
from unclench.kernel.errors import BadInput
from unclench.voices.recorded import RecordedVoice, start_recorded
from unclench.voices.slug import cue_slug
from unclench.voices.take import Take


def start_voice(
    *, by: Account, name: str, title: str, now: datetime, language: str = "en-GB"
) -> RecordedVoice:
    """Begin a new recorded voice.

    Raises:
        PermissionDenied: this account may not record.
        BadInput: the name cannot be used or is taken, or the data folder cannot be written to.
    """
    _check(by)
    folder = site_voices().place(name)
    if folder.exists():
        raise BadInput(f"there is a voice called '{name}' already", where="name", mend="choose another name")
    with transaction.atomic():
        record(at=now, actor=actor(by), action="voice.started", subject=f"voice:{name}", new={"title": title})
        start_recorded(folder, title=title, language=language)
    return site_voices().recorded(name)


def save_take(*, by: Account, voice: RecordedVoice, text: str, content: bytes, now: datetime) -> Take:
    """Keep a recording of a cue, in the place of an earlier one.

    The recording is worked on before any transaction is open: others need not wait for it. A take that could
    not be told of in the audit trail is given up.

    Raises:
        PermissionDenied: this account may not record.
        BadInput: the recording cannot be used; says why and how to mend it.
    """
    _check(by)
    before = voice.holds(text)
    take = voice.save_take(text, content)
    try:
        with transaction.atomic():
            _tell(
                by, voice, text, now, "take.replaced" if before else "take.saved", {"notes": list(take.notes)}
            )
    except BaseException:
        voice.remove_take(text)
        raise
    return take


def remove_take(*, by: Account, voice: RecordedVoice, text: str, now: datetime) -> bool:
    """Give up the recording of a cue; tells whether there was one.

    Raises:
        PermissionDenied: this account may not record.
    """
    _check(by)
    if not voice.holds(text):
        return False
    with transaction.atomic():
        _tell(by, voice, text, now, "take.removed", None)
        return voice.remove_take(text)


def _check(account: Account) -> None:
    if not may_record(account):
        raise PermissionDenied


def _tell(
    by: Account, voice: RecordedVoice, text: str, now: datetime, action: str, new: dict[str, object] | None
) -> None:
    subject = f"voice:{voice.name}/{cue_slug(text)}"
    old = None if action == "take.saved" else {"recorded": True}
    record(at=now, actor=actor(by), action=action, subject=subject, old=old, new=new)
