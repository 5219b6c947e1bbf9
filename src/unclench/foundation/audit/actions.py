"""Writing the audit trail."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection

from unclench.foundation.audit.models import Entry

SYSTEM = "system"
"""The actor of what a command does by itself."""


def record(
    *,
    at: datetime,
    actor: str,
    action: str,
    subject: str,
    old: Mapping[str, object] | None = None,
    new: Mapping[str, object] | None = None,
) -> None:
    """Write one entry beside the change it tells of.

    Args:
        at: when it was done, with its time zone.
        actor: ``account:ID`` or ``SYSTEM``.
        action: what was done, as ``account.created``.
        subject: what it was done to, as ``account:7``.
        old: what was there before; ``None`` where nothing was.
        new: what is there now; ``None`` where nothing is. Never a secret.

    Raises:
        RuntimeError: no transaction is open, so that the change could stand without its entry.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an audit entry belongs in the transaction of the change it tells of")
    Entry.objects.create(
        at=at,
        actor=actor,
        action=action,
        subject=subject,
        old=None if old is None else dict(old),
        new=None if new is None else dict(new),
    )
