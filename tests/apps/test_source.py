"""Whoever uses a site may have its source."""

import io
import tarfile
from pathlib import Path

from django.test import Client
from pytest_django import Settings

from unclench.foundation.source.archive import NAME, archive


def test_every_page_leads_to_the_source(client: Client, db: None) -> None:
    assert 'href="/source/"' in client.get("/sessions/").content.decode()
    assert 'href="/source/unclench.tar.gz"' in client.get("/source/").content.decode()


def test_a_site_may_name_a_place_of_its_own_for_its_source(
    client: Client, db: None, settings: Settings
) -> None:
    settings.SOURCE = "https://example.org/our-unclench"
    assert 'href="https://example.org/our-unclench"' in client.get("/source/").content.decode()


def test_the_source_is_what_runs_here(client: Client, db: None, settings: Settings, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    answers = [client.get("/source/unclench.tar.gz") for _ in range(2)]
    contents = [b"".join(answer.streaming_content) for answer in answers]
    assert contents[0] == contents[1]
    assert "attachment" in answers[0]["Content-Disposition"]
    with tarfile.open(fileobj=io.BytesIO(contents[0])) as box:
        names = set(box.getnames())
        own = box.extractfile(f"{NAME}/src/unclench/foundation/source/archive.py")
        assert own is not None
        assert b"def archive()" in own.read()
    assert {f"{NAME}/LICENSE", f"{NAME}/pyproject.toml", f"{NAME}/tools/setup.py"} <= names
    assert not any("__pycache__" in name for name in names)


def test_the_same_files_give_the_same_archive() -> None:
    assert archive() == archive()
