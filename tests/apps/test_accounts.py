"""Accounts: one person, one account; roles as data; every creation told in the audit trail."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction
from django.test import Client

from unclench.apps.people.actions import create_account
from unclench.apps.people.models import Account
from unclench.apps.people.queries import find_account, has_role
from unclench.apps.people.roles import Role
from unclench.foundation.audit.actions import record
from unclench.foundation.audit.models import Entry
from unclench.kernel.errors import BadInput

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
PASSWORD = "a-long-enough-password"  # noqa: S105 - opens nothing outside a test


def test_an_address_is_one_account_however_it_is_typed(nurse: Account) -> None:
    assert find_account("NORA@Site.Example") == nurse
    with pytest.raises(BadInput, match="has an account"):
        create_account(email="Nora@SITE.example", password=PASSWORD, now=NOW)
    assert Account.objects.count() == 1


def test_the_database_itself_refuses_a_second_account_or_capital_letters(nurse: Account) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.bulk_create([Account(email="nora@site.example")])
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE people_account SET email = 'Nora@site.example'")


@pytest.mark.parametrize("password", ["short", "password1234", "nora@site.example"])
def test_a_weak_password_makes_no_account(password: str) -> None:
    with pytest.raises(BadInput):
        create_account(email="nora@site.example", password=password, now=NOW)
    assert not Account.objects.exists()
    assert not Entry.objects.exists()


def test_what_is_no_address_makes_no_account() -> None:
    with pytest.raises(BadInput):
        create_account(email="not an address", password=PASSWORD, now=NOW)


def test_making_an_account_is_told_in_the_audit_trail_without_secrets(editor: Account) -> None:
    made = create_account(email="new@site.example", password=PASSWORD, now=NOW, roles=[Role.NURSE], by=editor)
    entry = Entry.objects.get(subject=f"account:{made.pk}")
    assert (entry.at, entry.actor, entry.action) == (NOW, f"account:{editor.pk}", "account.created")
    assert entry.old is None
    assert entry.new == {"roles": ["nurse"], "everything": False}


def test_no_audit_entry_is_written_outside_the_transaction_of_its_change(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "unclench.foundation.audit.actions.connection", SimpleNamespace(in_atomic_block=False)
    )
    with pytest.raises(RuntimeError, match="transaction"):
        record(at=NOW, actor="system", action="x", subject="y")


def test_roles_open_only_what_they_name(editor: Account, nurse: Account) -> None:
    assert has_role(nurse, Role.NURSE)
    assert has_role(nurse, Role.EDITOR, Role.NURSE)
    assert not has_role(nurse, Role.EDITOR)
    assert not has_role(AnonymousUser(), Role.NURSE)
    nurse.is_active = False
    assert not has_role(nurse, Role.NURSE)


def test_whoever_may_do_everything_has_every_role() -> None:
    root = Account.objects.create_superuser("root@site.example", PASSWORD)
    assert has_role(root, Role.EDITOR)
    assert Entry.objects.get(subject=f"account:{root.pk}").new == {"roles": [], "everything": True}


def test_signing_in_takes_the_address_in_any_case(client: Client, nurse: Account) -> None:
    answer = client.post("/sign-in/", {"username": "NORA@site.example", "password": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(nurse.pk)


def test_a_wrong_password_says_so_plainly_and_signs_nobody_in(client: Client, nurse: Account) -> None:
    answer = client.post("/sign-in/", {"username": "nora@site.example", "password": "wrong"})
    assert "do not belong together" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_signing_in_makes_a_new_session(client: Client, nurse: Account) -> None:
    client.get("/sign-in/")
    session = client.session
    session["seen"] = True
    session.save()
    before = session.session_key
    client.post("/sign-in/", {"username": nurse.email, "password": PASSWORD})
    assert client.session.session_key != before


def test_signing_in_never_leads_off_this_site(client: Client, nurse: Account) -> None:
    answer = client.post(
        "/sign-in/", {"username": nurse.email, "password": PASSWORD, "next": "https://elsewhere.example/"}
    )
    assert answer.headers["Location"] == "/"


def test_signing_out_needs_a_post_and_ends_the_session(client: Client, nurse: Account) -> None:
    client.force_login(nurse)
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_a_form_from_elsewhere_is_refused(nurse: Account) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/sign-in/", {"username": nurse.email, "password": PASSWORD})
    assert answer.status_code == 403
