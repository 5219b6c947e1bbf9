"""What the whole suite shares: its order."""

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys in the browser come last: its driver leaves an event loop running in their process."""
    items.sort(key=lambda item: "tests/browser/" in item.path.as_posix())
