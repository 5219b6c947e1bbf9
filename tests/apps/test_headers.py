"""What every answer carries, whatever its status."""

import pytest
from django.test import Client

from unclench.apps.people.models import Account

pytestmark = pytest.mark.django_db
OWN_PAGES = [
    "/",
    "/sessions/",
    "/sessions/full/",
    "/sign-in/",
    "/robots.txt",
    "/no-such-page/",
    "/sessions/nope/",
]


@pytest.mark.parametrize("address", OWN_PAGES)
def test_our_pages_run_nothing_written_into_them(client: Client, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "media-src 'self' blob:" in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "microphone=()" in headers["Permissions-Policy"]
    assert "camera=()" in headers["Permissions-Policy"]


def test_editors_pages_may_run_wagtails_own_scripts(client: Client, editor: Account) -> None:
    client.force_login(editor)
    answer = client.get("/editor/")
    assert answer.status_code == 200
    assert "script-src 'self' 'unsafe-inline'" in answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]


def test_cookies_are_kept_from_scripts_and_other_sites(client: Client, nurse: Account) -> None:
    client.get("/sign-in/")
    client.post("/sign-in/", {"username": nurse.email, "password": "a-long-enough-password"})
    for name in ("sessionid", "csrftoken"):
        cookie = client.cookies[name]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


def test_a_page_for_everybody_sets_no_cookie(client: Client) -> None:
    for address in ("/", "/sessions/"):
        assert not client.get(address).cookies


@pytest.mark.parametrize("address", ["/", "/sessions/", "/sessions/full/"])
def test_a_name_that_is_not_this_sites_is_refused(client: Client, address: str) -> None:
    assert client.get(address, headers={"host": "evil.example"}).status_code == 400


def test_style_sheets_may_be_kept_for_good_and_come_compressed(client: Client) -> None:
    from django.templatetags.static import static

    address = static("design/css/base.css")
    answer = client.get(address, headers={"accept-encoding": "gzip"})
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Vary"] == "Accept-Encoding"
    plain = client.get(address)
    assert "Content-Encoding" not in plain.headers
    assert len(plain.content) > len(answer.content)
    assert plain.headers["Content-Type"].startswith("text/css")


def test_an_old_address_of_a_style_sheet_leads_nowhere(client: Client) -> None:
    assert client.get("/static/000000000000/design/css/base.css").status_code == 404


def test_nothing_of_a_request_is_logged(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    client.get("/sessions/full/?right-calf=skip")
    client.get("/sessions/full/?right-calf=nonsense")
    client.get("/no-such-page/?right-calf=skip")
    assert "right-calf" not in caplog.text
