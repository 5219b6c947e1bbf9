"""The pieces an editor builds a page from."""

from typing import Any

from wagtail import blocks

from unclench.apps.library.queries import session_cards, session_choices


class TextBlock(blocks.StructBlock):
    """A heading and some paragraphs."""

    heading = blocks.CharBlock(max_length=120)
    text = blocks.RichTextBlock(features=["bold", "italic", "ol", "ul", "link"])

    class Meta:
        icon = "pilcrow"
        template = "publishing/blocks/text.html"


class SessionsBlock(blocks.StructBlock):
    """A heading, a line, and cards of chosen sessions."""

    heading = blocks.CharBlock(max_length=120)
    text = blocks.CharBlock(max_length=300, required=False)
    sessions = blocks.ListBlock(blocks.ChoiceBlock(choices=session_choices), min_num=1, max_num=12)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add the cards, in the editor's order; a session that is gone is left out."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return {**context, "cards": session_cards(value["sessions"])}

    class Meta:
        icon = "list-ul"
        template = "publishing/blocks/sessions.html"
