"""The functions of trafilatura 2.x over bodycopy: change the import, keep the calls.

    from bodycopy.compat.trafilatura import bare_extraction, extract, extract_metadata

    extract(html, output_format="markdown", include_links=True, favor_precision=True)

Arguments, defaults, formats and the names in them are trafilatura's; the article is ours. It
is found in a fraction of the time, and a page that holds none gives ``None``, where
trafilatura gives what text there is. ``extract`` says in its docstring which arguments mean
something else here. Not here: fetching (``fetch_url`` and ``fetch_response`` say so), feeds,
sitemaps, crawling, and functions on lxml trees. trafilatura itself is not needed, lxml only
for ``load_html``.
"""

from bodycopy.compat.trafilatura.baseline import baseline, html2txt
from bodycopy.compat.trafilatura.core import bare_extraction, extract, extract_with_metadata
from bodycopy.compat.trafilatura.document import Document
from bodycopy.compat.trafilatura.downloads import fetch_response, fetch_url
from bodycopy.compat.trafilatura.metadata import extract_metadata
from bodycopy.compat.trafilatura.source import load_html

__all__ = [
    "Document",
    "bare_extraction",
    "baseline",
    "extract",
    "extract_metadata",
    "extract_with_metadata",
    "fetch_response",
    "fetch_url",
    "html2txt",
    "load_html",
]
