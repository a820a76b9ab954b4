"""What holds of every article in every format."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree

from bodycopy import Article
from bodycopy.render import CSV_COLUMNS, FORMATS, render

__all__ = ["check_renderings"]


def check_renderings(article: Article) -> None:
    """Each can be written as UTF-8, and is what its format calls well-formed."""
    written = {name: render(article, name) for name in FORMATS}
    for text in written.values():
        text.encode()
    for name in ("json", "jsonld", "ninjs"):
        assert isinstance(json.loads(written[name]), dict)
    ElementTree.fromstring(written["tei"])
    header, row = csv.reader(io.StringIO(written["csv"], newline=""))
    assert header == list(CSV_COLUMNS)
    assert len(row) == len(header)
