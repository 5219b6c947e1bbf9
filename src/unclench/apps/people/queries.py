"""Reading accounts."""

from django.contrib.auth.models import AnonymousUser

from unclench.apps.people.models import Account
from unclench.apps.people.roles import Role


def find_account(email: str) -> Account | None:
    """The account with this address, however it is typed."""
    return Account.objects.filter(email=email).first()


def has_role(account: Account | AnonymousUser, *roles: Role) -> bool:
    """Whether somebody signed in, active, has one of these roles (or may do everything)."""
    if not isinstance(account, Account) or not account.is_active:
        return False
    return account.is_superuser or account.groups.filter(name__in=[str(role) for role in roles]).exists()


def actor(account: Account) -> str:
    """How the audit trail names this account."""
    return f"account:{account.pk}"
