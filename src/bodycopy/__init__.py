"""News pages in, articles out."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from bodycopy.article import (
    SCHEMA_VERSION,
    Access,
    Article,
    Block,
    Comment,
    Dateline,
    Embed,
    Encoding,
    Image,
    Limit,
    Link,
    ListItem,
    LiveUpdate,
    Mark,
    MarkKind,
    PageType,
    Publisher,
    Reason,
    Timestamp,
    Verdict,
    json_schema,
)
from bodycopy.errors import BodycopyError, InputError, UsageError
from bodycopy.roles import Role

if TYPE_CHECKING:
    from bodycopy.many import Page, extract_many
    from bodycopy.options import Options
    from bodycopy.pipeline import extract, extract_text
    from bodycopy.site_profile import SiteProfile

__version__ = "0.1.0"

# Records are there at once; what makes them (numpy, the finders of all fields) when it is first
# asked for: whoever only reads records, or asks for the version, does not wait for it.
_ON_DEMAND = {
    "Options": "bodycopy.options",
    "Page": "bodycopy.many",
    "SiteProfile": "bodycopy.site_profile",
    "extract": "bodycopy.pipeline",
    "extract_many": "bodycopy.many",
    "extract_text": "bodycopy.pipeline",
}


def __getattr__(name: str) -> Any:
    if name not in _ON_DEMAND:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    # Kept, so that this is asked once for each name. Python's lock on imports lets one thread in.
    value = globals()[name] = getattr(import_module(_ON_DEMAND[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_ON_DEMAND})


class _Renderer:
    """``article.to_markdown()`` and its like: the function of that name in ``bodycopy.render``.

    A record knows nothing of what is made of it, so the two meet here, when first asked for.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, article: Article | None, owner: type[Article]) -> Any:
        function = getattr(import_module("bodycopy.render"), self._name)
        setattr(owner, self._name, function)
        return function.__get__(article, owner)


for _name in ("text", "markdown", "html", "jsonld", "ninjs", "tei", "csv_row"):
    setattr(Article, f"to_{_name}", _Renderer(f"to_{_name}"))

__all__ = [
    # the main job
    "extract",
    "extract_text",
    "extract_many",
    "Page",
    "Options",
    "SiteProfile",
    # its results
    "Article",
    "Verdict",
    "Reason",
    "Limit",
    "PageType",
    # parts of an article
    "Block",
    "Role",
    "Link",
    "Mark",
    "MarkKind",
    "ListItem",
    "Image",
    "Embed",
    "Dateline",
    "Timestamp",
    "Publisher",
    "LiveUpdate",
    "Comment",
    "Access",
    "Encoding",
    # records as data
    "SCHEMA_VERSION",
    "json_schema",
    # who is to blame
    "BodycopyError",
    "UsageError",
    "InputError",
]
