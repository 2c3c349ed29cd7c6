"""One message's Markdown as safe HTML, as words, and what it shows."""

from answerable.markup.dress import Labels, Picture
from answerable.markup.message import render_message
from answerable.markup.words import asset_references, excerpt, plain_text

__all__ = ["Labels", "Picture", "asset_references", "excerpt", "plain_text", "render_message"]
