"""Every format by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import signature

from bodycopy.article import Article
from bodycopy.errors import UsageError
from bodycopy.render.csv import to_csv
from bodycopy.render.html import to_html
from bodycopy.render.json import to_json
from bodycopy.render.jsonld import to_jsonld
from bodycopy.render.markdown import to_markdown
from bodycopy.render.ninjs import to_ninjs
from bodycopy.render.tei import to_tei
from bodycopy.render.text import to_text

__all__ = ["FORMATS", "check_choices", "line_end", "render"]

FORMATS: Mapping[str, Callable[..., str]] = {
    "text": to_text,
    "markdown": to_markdown,
    "html": to_html,
    "json": to_json,
    "jsonld": to_jsonld,
    "ninjs": to_ninjs,
    "tei": to_tei,
    "csv": to_csv,
}
"""What writes an article in the format of that name; each takes its choices as keywords."""


def render(article: Article, format_name: str, **choices: bool) -> str:
    """The article in the format of that name, without a final line break.

    Raises ``UsageError`` where there is no such format, or where it does not know a choice.
    """
    check_choices(format_name, choices)
    return FORMATS[format_name](article, **choices)


def line_end(format_name: str) -> str:
    """What ends a line of the format: RFC 4180 has its own."""
    return "\r\n" if format_name == "csv" else "\n"


def check_choices(format_name: str, choices: Mapping[str, bool]) -> None:
    """Raise ``UsageError`` where there is no such format, or where it does not know a choice."""
    if format_name not in FORMATS:
        raise UsageError(f"no format is called {format_name!r}; there are {', '.join(FORMATS)}")
    parameters = signature(FORMATS[format_name]).parameters.values()
    known = [one.name for one in parameters if isinstance(one.default, bool)]
    for name in choices:
        if name not in known:
            raise UsageError(
                f"{name} cannot be chosen in the format {format_name}: it has "
                + (f"only {', '.join(known)}" if known else "nothing to choose")
            )
