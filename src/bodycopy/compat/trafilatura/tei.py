"""Document → TEI P5, laid out as trafilatura lays it out."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from xml.etree.ElementTree import Element, SubElement

from bodycopy.compat.trafilatura.document import Document
from bodycopy.compat.trafilatura.inline import xml_text
from bodycopy.compat.trafilatura.markup import printed
from bodycopy.compat.trafilatura.xml import renamed

__all__ = ["to_tei"]

_NAMESPACE = "http://www.tei-c.org/ns/1.0"


def to_tei(document: Document) -> str:
    """``<TEI>`` with a header and the text in two ``<div>``: ``entry`` and ``comments``."""
    root = Element("TEI", {"xmlns": _NAMESPACE})
    _header(SubElement(root, "teiHeader"), document)
    body = SubElement(SubElement(root, "text"), "body")
    for element, kind in ((document.body, "entry"), (document.commentsbody, "comments")):
        part = renamed(element, "div")
        part.set("type", kind)
        _conform(part)
        body.append(part)
    return printed(root)


def _put(parent: Element, tag: str, text: str | None = None, **attributes: str) -> Element:
    element = SubElement(parent, tag, {name: xml_text(value) for name, value in attributes.items()})
    element.text = xml_text(text) if text else None
    return element


def _header(header: Element, document: Document) -> None:
    _description(_put(header, "fileDesc"), document)
    profile = _put(header, "profileDesc")
    _put(_put(profile, "abstract"), "p", document.description)
    if document.categories or document.tags:
        keywords = _put(_put(profile, "textClass"), "keywords")
        if document.categories:
            _put(keywords, "term", ",".join(document.categories), type="categories")
        if document.tags:
            _put(keywords, "term", ",".join(document.tags), type="tags")
    _put(_put(profile, "creation"), "date", document.filedate, type="download")
    application = _put(
        _put(_put(header, "encodingDesc"), "appInfo"),
        "application",
        version=_version(),
        ident="bodycopy",
    )
    _put(application, "label", "bodycopy")


def _description(parent: Element, document: Document) -> None:
    _title_statement(parent, document)
    publication = _put(parent, "publicationStmt")
    if document.license:
        _put(publication, "publisher", _publisher(document))
        _put(_put(publication, "availability"), "p", document.license)
    else:
        _put(publication, "p")
    notes = _put(parent, "notesStmt")
    if document.id:
        _put(notes, "note", document.id, type="id")
    _put(notes, "note", document.fingerprint, type="fingerprint")
    _source(_put(parent, "sourceDesc"), document)


def _source(parent: Element, document: Document) -> None:
    short = ", ".join(filter(None, (document.sitename, document.date)))
    _put(parent, "bibl", ", ".join(filter(None, (document.title, short))))
    _put(parent, "bibl", short, type="sigle")
    full = _put(parent, "biblFull")
    _title_statement(full, document)
    publication = _put(full, "publicationStmt")
    _put(publication, "publisher", _publisher(document))
    if document.url:
        _put(publication, "ptr", type="URL", target=document.url)
    _put(publication, "date", document.date)


def _title_statement(parent: Element, document: Document) -> None:
    statement = _put(parent, "titleStmt")
    _put(statement, "title", document.title, type="main")
    if document.author:
        _put(statement, "author", document.author)


def _publisher(document: Document) -> str:
    if document.sitename and document.hostname:
        return f"{document.sitename} ({document.hostname})"
    return document.sitename or document.hostname or "N/A"


def _conform(part: Element) -> None:
    """Write as TEI wants it what its names alone do not make TEI."""
    for element in list(part.iter()):
        if element.tag == "head":
            element.tag = "ab"
            element.set("type", "header")
        elif element.tag == "graphic":
            _conform_graphic(element)
    for place, child in enumerate(list(part)):
        if child.tag in _INLINE:
            paragraph = Element("p")
            paragraph.append(child)
            part[place] = paragraph


# What TEI has inside paragraphs only.
_INLINE = frozenset(("code", "graphic"))


def _conform_graphic(element: Element) -> None:
    """An image's address and description, which trafilatura leaves out, under TEI's names."""
    address, description = element.get("src", ""), element.get("alt")
    element.attrib.clear()
    element.set("url", address)
    if description:
        _put(element, "desc", description)


def _version() -> str:
    try:
        return version("bodycopy")
    except PackageNotFoundError:  # a checkout that is not installed
        return "0"
