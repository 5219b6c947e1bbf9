"""The home page: there from the first start, and an editor's to change."""

import json
import re

import pytest
from django.test import Client
from wagtail.models import Page, Site

from unclench.apps.people.models import Account
from unclench.apps.publishing.models import HomePage

pytestmark = pytest.mark.django_db

PARAGRAPH = {"key": "a", "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}


def home() -> HomePage:
    return HomePage.objects.get()


def form_of(page: str) -> dict[str, str]:
    """The fields an editor's browser would send back unchanged."""
    fields: dict[str, str] = {}
    edit_form = page[page.index('id="page-edit-form"') :]
    for tag in re.findall(r"<input\b[^>]*>", edit_form):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if attributes.get("name") and attributes.get("type") not in ("submit", "checkbox", "button"):
            fields[attributes["name"]] = attributes.get("value", "")
    return fields


def test_a_new_site_opens_on_a_home_page_with_its_sessions(client: Client) -> None:
    page = client.get("/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "Let go, one muscle at a time" in text
    assert "/sessions/full/" in text
    assert "If something hurts, stop that part" in text


def test_the_home_page_is_the_root_of_the_one_site() -> None:
    site = Site.objects.get()
    assert site.is_default_site
    assert site.root_page.specific == home()
    assert Page.find_problems() == ([], [], [], [], [])


def test_an_editor_changes_the_headline_and_everybody_reads_it(client: Client, editor: Account) -> None:
    client.force_login(editor)
    address = f"/editor/pages/{home().pk}/edit/"
    fields = form_of(client.get(address).content.decode())
    fields |= {
        "title": "Unclench",
        "slug": "home",
        "headline": "Rest, a little at a time",
        "intro": json.dumps({"entityMap": {}, "blocks": [{**PARAGRAPH, "text": "Welcome in."}]}),
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "sessions",
        "body-0-id": "",
        "body-0-value-heading": "Tonight",
        "body-0-value-text": "",
        "body-0-value-sessions-count": "1",
        "body-0-value-sessions-0-deleted": "",
        "body-0-value-sessions-0-order": "0",
        "body-0-value-sessions-0-type": "",
        "body-0-value-sessions-0-id": "",
        "body-0-value-sessions-0-value": "breathing",
        "action-publish": "action-publish",
    }
    answer = client.post(address, fields)
    assert answer.status_code == 302, re.findall(r"error-message[^<]*<[^<]*", answer.content.decode())
    text = Client().get("/").content.decode()
    assert "Rest, a little at a time" in text
    assert "Welcome in." in text
    assert "/sessions/breathing/" in text
    assert "/sessions/full/" not in text


def test_a_nurse_and_a_stranger_change_nothing(client: Client, nurse: Account) -> None:
    address = f"/editor/pages/{home().pk}/edit/"
    assert client.get(address).headers["Location"].startswith("/sign-in/?next=")
    client.force_login(nurse)
    assert client.get(address).status_code == 302
    assert client.post(address, {"headline": "Mine", "action-publish": "1"}).status_code == 302
    assert home().headline == "Let go, one muscle at a time"


def test_a_session_that_is_gone_is_left_out_of_the_page(client: Client) -> None:
    page = home()
    page.body = [("sessions", {"heading": "Here", "text": "", "sessions": ["no-longer-there", "four"]})]
    page.save()
    text = client.get("/").content.decode()
    assert "/sessions/four/" in text
    assert "no-longer-there" not in text


def test_a_page_that_has_not_changed_is_not_sent_again(client: Client) -> None:
    first = client.get("/")
    again = client.get("/", headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_there_is_room_for_one_home_page_only() -> None:
    assert not HomePage.can_create_at(home())
    assert not HomePage.can_create_at(Page.objects.get(depth=1))
