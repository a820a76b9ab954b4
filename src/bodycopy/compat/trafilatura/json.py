"""Document → trafilatura's JSON, its own names for some fields included."""

from __future__ import annotations

import json
from typing import Any

from bodycopy.compat.trafilatura.document import Document
from bodycopy.compat.trafilatura.text import xmltotxt

__all__ = ["to_json"]

_OTHER_NAMES = {"url": "source", "sitename": "source-hostname", "description": "excerpt"}
_JOINED = ("categories", "tags")
_TREES = ("body", "commentsbody")


def to_json(document: Document, with_metadata: bool = True) -> str:
    """One object on one line: text and comments, with metadata all other fields too.

    ``source`` is the address, ``source-hostname`` the name of the site, ``excerpt`` the
    description; categories and tags are joined with semicolons. Never formatted.
    """
    found: dict[str, Any] = {}
    if with_metadata:
        for name, value in document.as_dict().items():
            if name in _JOINED:
                found[name] = ";".join(value or ())
            elif name not in _TREES:
                found[_OTHER_NAMES.get(name, name)] = value
    found["text"] = xmltotxt(document.body, include_formatting=False)
    found["comments"] = xmltotxt(document.commentsbody, include_formatting=False)
    return json.dumps(found, ensure_ascii=False)
