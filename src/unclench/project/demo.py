"""The accounts that ``unclench serve --demo`` shows: made by the same action as anybody's."""

import json
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from unclench.render.files import whole_file

_FILE = "demo-accounts.json"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account anybody at this machine may sign in with."""

    role: str
    email: str
    password: str


def demo_accounts(data: Path) -> list[DemoAccount]:
    """One account for each role, made where it is not there yet. Needs Django set up.

    The passwords are drawn once for each data folder and kept in it, readable by its owner alone: a demo
    that is put on a network by mistake is not open to whoever has read our documentation.
    """
    from django.utils import timezone

    from unclench.apps.people.actions import create_account
    from unclench.apps.people.queries import find_account
    from unclench.apps.people.roles import Role

    accounts = _drawn(data, [str(role) for role in Role])
    for account in accounts:
        if find_account(account.email) is None:
            create_account(
                email=account.email,
                password=account.password,
                first_name="Demo",
                last_name=account.role,
                roles=[Role(account.role)],
                now=timezone.now(),
            )
    return accounts


def _drawn(data: Path, roles: Iterable[str]) -> list[DemoAccount]:
    file = data / _FILE
    kept: dict[str, str] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    new = {role: secrets.token_urlsafe(9) for role in roles if role not in kept}
    if new:
        kept |= new
        before = os.umask(0o077)
        try:
            with whole_file(file) as stream:
                stream.write(json.dumps(kept, indent=1).encode())
        finally:
            os.umask(before)
        file.chmod(0o600)
    return [DemoAccount(role, f"{role}@demo.example", kept[role]) for role in roles]
