"""Records as strings, one file a format. Nothing here decides what belongs to the article."""

from bodycopy.render.json import to_json
from bodycopy.render.markdown import to_markdown
from bodycopy.render.text import to_text

__all__ = ["to_json", "to_markdown", "to_text"]
