"""Accounts: an e-mail address, a name, a password, roles."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower

if TYPE_CHECKING:
    _EmailField = models.EmailField[str, str]
else:
    _EmailField = models.EmailField  # Django's own takes no type at run time


class EmailAddress(_EmailField):
    """An e-mail address, kept and compared in small letters: one person, one account, however it is typed."""

    def to_python(self, value: Any) -> Any:
        """What forms and loaders hand in, in small letters."""
        return _small(super().to_python(value))

    def get_prep_value(self, value: Any) -> Any:
        """What the database stores and looks for, in small letters."""
        return _small(super().get_prep_value(value))


def _small(value: Any) -> Any:
    return value.strip().lower() if isinstance(value, str) else value


class AccountManager(BaseUserManager["Account"]):
    """How Django finds an account by what was typed at sign-in."""

    def create_superuser(self, email: str, password: str, **fields: Any) -> "Account":
        """Make an account that may do everything; for ``createsuperuser`` on a new site."""
        from django.utils import timezone

        from unclench.apps.people.actions import create_account

        names = {key: fields.get(key, "") for key in ("first_name", "last_name")}
        return create_account(email=email, password=password, now=timezone.now(), everything=True, **names)


class Account(AbstractBaseUser, PermissionsMixin):
    """Somebody who may sign in. Roles are groups; an account's name is what others on the team read."""

    email = EmailAddress(
        "e-mail address", unique=True, error_messages={"unique": "This address has an account."}
    )
    first_name = models.CharField("first name", max_length=150, blank=True)
    last_name = models.CharField("last name", max_length=150, blank=True)
    is_active = models.BooleanField("may sign in", default=True)
    created_at = models.DateTimeField("made", auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = []

    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        ordering: ClassVar = ["email"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="account_email_in_small_letters"
            ),
            models.CheckConstraint(condition=~models.Q(email=""), name="account_has_an_email"),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def get_full_name(self) -> str:
        """First and last name as one."""
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        """What a page greets by."""
        return self.first_name or self.email
