"""Document → a row of tab-separated values, as trafilatura writes it."""

from __future__ import annotations

import csv
from io import StringIO

from bodycopy.compat.trafilatura.document import Document
from bodycopy.compat.trafilatura.text import xmltotxt

__all__ = ["to_csv"]

_NOTHING = "null"


def to_csv(document: Document, include_formatting: bool) -> str:
    """One row without a header, ``null`` for what is missing.

    Columns: url, id, fingerprint, hostname, title, image, date, text, comments, license,
    pagetype.
    """
    row = (
        document.url,
        document.id,
        document.fingerprint,
        document.hostname,
        document.title,
        document.image,
        document.date,
        xmltotxt(document.body, include_formatting),
        xmltotxt(document.commentsbody, include_formatting),
        document.license,
        document.pagetype,
    )
    output = StringIO()
    csv.writer(output, delimiter="\t").writerow([value or _NOTHING for value in row])
    return output.getvalue()
