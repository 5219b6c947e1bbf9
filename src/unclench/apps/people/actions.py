"""Making accounts."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from unclench.apps.people.models import Account
from unclench.apps.people.queries import actor
from unclench.apps.people.roles import Role
from unclench.foundation.audit.actions import SYSTEM, record
from unclench.kernel.errors import BadInput


@transaction.atomic
def create_account(
    *,
    email: str,
    password: str,
    now: datetime,
    roles: Iterable[Role] = (),
    first_name: str = "",
    last_name: str = "",
    by: Account | None = None,
    everything: bool = False,
) -> Account:
    """Make an account; ``by`` is who made it (``None``: a command), ``everything`` gives all rights.

    Raises:
        BadInput: the address is no address or has an account, or the password is too weak.
    """
    account = Account(email=email, first_name=first_name, last_name=last_name, is_superuser=everything)
    try:
        validate_password(password, account)
        account.set_password(password)
        account.full_clean()
    except ValidationError as fault:
        raise BadInput(" ".join(fault.messages), where=f"account {email}") from fault
    account.save()
    names = sorted(str(role) for role in roles)
    account.groups.set(Group.objects.filter(name__in=names))
    record(
        at=now,
        actor=SYSTEM if by is None else actor(by),
        action="account.created",
        subject=actor(account),
        new={"roles": names, "everything": everything},
    )
    return account
