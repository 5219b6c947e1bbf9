"""What editors meet in Wagtail: pages. Wagtail itself needs its image and document apps; we offer neither."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.menu import MenuItem

_NOT_OFFERED = ("images", "documents", "reports")


@hooks.register("construct_main_menu")
def offer_pages_only(_request: HttpRequest, items: list[MenuItem]) -> None:
    """Leave out the menu's entries for what this site does not do."""
    items[:] = [item for item in items if item.name not in _NOT_OFFERED]
