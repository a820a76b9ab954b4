"""A page may name any address: nobody looks it up, connects to it or opens it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from tests.authored import PARAGRAPHS, html_of

import bodycopy
from bodycopy import Article, Reason, Verdict

ADDRESSES = (
    "http://127.0.0.1:9/", "http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/",
    "http://[::ffff:127.0.0.1]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/",
    "http://[fc00::1]/", "http://[fec0::1]/", "http://168.63.129.16/", "http://2130706433/",
    "http://0177.0.0.1/", "http://0x7f.1/", "http://user:word@localhost/", "http://127。0。0。1/",
    "//localhost/x", "file:///etc/passwd", "ftp://localhost/", "gopher://localhost/",
    "data:text/html,<p>x", "javascript:alert(1)", "\\\\localhost\\share", "http://nowhere.invalid/",
)  # fmt: skip

WATCHED = """
import sys
touched = []

def watch(event, arguments):
    if event.startswith(("socket.", "subprocess.", "os.system", "os.exec", "urllib.", "ftplib.",
                         "http.client.", "smtplib.", "telnetlib.")):
        touched.append((event, repr(arguments)))
    elif event == "open" and "passwd" in str(arguments[0]):
        touched.append((event, repr(arguments)))

sys.addaudithook(watch)
import json
import bodycopy
from bodycopy.compat import newspaper, trafilatura
for page in json.load(sys.stdin):
    record = bodycopy.extract(page, url="http://169.254.169.254/")
    bodycopy.extract_text(page)
    if record:
        for write in (record.to_markdown, record.to_html, record.to_jsonld, record.to_tei):
            write()
    trafilatura.extract(page, with_metadata=True, include_images=True, include_links=True)
    article = newspaper.Article("http://169.254.169.254/")
    article.download(input_html=page)
    article.parse()
print(json.dumps(touched))
"""


def page_that_names(address: str) -> str:
    """A report that has this address wherever a browser would fetch from."""
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    return html_of(
        f"<article><h1>Vote</h1><img src='{address}' srcset='{address} 2x'>",
        f"<iframe src='{address}'></iframe><video src='{address}' poster='{address}'></video>",
        f"<object data='{address}'></object><script src='{address}'></script>{body}",
        f"<a href='{address}'>more</a><form action='{address}'></form></article>",
        head=f"<base href='{address}'><link rel=stylesheet href='{address}'>"
        f"<link rel=canonical href='{address}'><link rel=preload href='{address}'>"
        f"<meta http-equiv=refresh content='0;url={address}'>"
        f"<meta property='og:image' content='{address}'>"
        f"<script type='application/ld+json'>{json.dumps({'@context': address, '@id': address})}"
        "</script>",
    )


ENTITIES = (
    '<!DOCTYPE html SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY who SYSTEM "file:///etc/passwd">'
    '<!ENTITY % more SYSTEM "http://127.0.0.1:9/more.dtd"> %more;]>'
)


@pytest.mark.fault("no-fetching", "entities")
def test_no_address_of_a_page_is_touched() -> None:
    """Watched by the interpreter's audit: no socket, no process, no file of the page's choice."""
    pages = [page_that_names(address) for address in ADDRESSES]
    pages += [ENTITIES + page.replace("<h1>", "<h1>&who; ") for page in pages[:2]]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", WATCHED],
        input=json.dumps(pages),
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == []


@pytest.mark.fault("no-fetching")
@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_is_text(address: str) -> None:
    """It comes back as written, or joined to the page's own; the body does not hang on it."""
    record = bodycopy.extract(page_that_names(address))
    assert isinstance(record, Article)
    assert [block.text for block in record.body][: len(PARAGRAPHS)] == list(PARAGRAPHS)


LAUGHS = "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.fault("entities")
@pytest.mark.parametrize("form", ["html", "xhtml"])
def test_entities_that_a_page_defines_are_not_expanded(form: str) -> None:
    """A billion laughs stay one name, and the page is read."""
    declaration = '<?xml version="1.0" encoding="utf-8"?>' if form == "xhtml" else ""
    body = "".join(f"<p>{text} &lol9;</p>" for text in PARAGRAPHS)
    page = f'{declaration}<!DOCTYPE html [<!ENTITY lol0 "lol">{LAUGHS}]><html><body><article>'
    record = bodycopy.extract(f"{page}<h1>Vote</h1>{body}</article></body></html>")
    assert isinstance(record, Article)
    assert PARAGRAPHS[0] in record.text
    assert "&lol9;" in record.text
    assert len(record.text) < 2 * len(page + body)


@pytest.mark.fault("entities")
@pytest.mark.parametrize(
    ("root", "named"),
    [
        ("urlset", "application/xml"),
        ("sitemapindex", "application/xml"),
        ("rss", "application/rss+xml"),
        ("feed", "application/atom+xml"),
    ],
)
def test_feeds_and_sitemaps_are_no_pages(root: str, named: str) -> None:
    """Fifty megabytes of addresses are refused by their first bytes, entities and all."""
    entry = b"<url><loc>http://127.0.0.1/&lol9;</loc></url>"
    start = (
        f'<?xml version="1.0"?><!DOCTYPE x [{LAUGHS}]><{root}>' if root == "rss" else f"<{root}>"
    )
    verdict = bodycopy.extract(start.encode() + entry * (50_000_000 // len(entry)))
    assert isinstance(verdict, Verdict)
    assert verdict.reason is Reason.NOT_HTML
    assert verdict.detail == f"the bytes are {named}"
