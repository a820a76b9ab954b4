"""Markup that takes lexbor the square of its length, made harmless before lexbor reads it.

# Strategy: lexbor walks its stack of open elements at most tags, compares each attribute of a tag
# with those before it, and takes up open formatting elements again in each block. Pages that have
# few tags, or short ones, are handed on as they are. Of the others, the tags are read once, with a
# stack that is right on markup as pages have it, and those are left out that stand too deep or are
# too many. All text stays, and blocks stay apart.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

from bodycopy.article import Limit
from bodycopy.options import Options
from bodycopy.scan.flow import BLOCK, FLOW, INLINE

__all__ = ["tame"]

# With so many tags, all inside each other, lexbor takes 30 ms.
_MANY_TAGS = 5_000
# And with so many formatting elements among them, all left open, 0.2 s.
_MANY_STYLES = 100
# Bytes of a tag: with as many attributes as have room in so many, it takes 1 ms.
_LONG_TAG = 4_000
_MANY_ATTRIBUTES = 500
# Behind so many, all tags are read.
_MOST_ODD_TAGS = 200
# The compiled scan has the same bounds on what is taken up again (formatting.c, tree.c).
_MOST_OPEN_STYLES = 256
_STEPS = 100_000
_MOST_OPTIONS = 1_000

_STYLES = frozenset(b"b big code em font i nobr s small strike strong tt u".split())
_VOID = frozenset(
    b"area base basefont bgsound br col embed frame hr img input keygen link meta param source "
    b"track wbr".split()
)
_RAW = frozenset(b"iframe noembed noframes noscript script style textarea title xmp".split())
# What a start tag of the same name ends, or one of the same group.
_GROUPS = (b"p", b"li", b"dd dt", b"td th", b"tr", b"option optgroup", b"tbody thead tfoot")
_ENDS = {name: frozenset(group.split()) for group in _GROUPS for name in group.split()}
_HOLDERS = frozenset(b"ul ol menu dir dl table select".split())
_NEAR = 6
_HTML_AGAIN = frozenset(b"foreignobject desc annotation-xml mi mo mn ms mtext".split())

_A_STYLE = re.compile(rb"<(?:%b)[\t\n\f\r />]" % b"|".join(sorted(_STYLES)), re.IGNORECASE)
_TAG = re.compile(rb"<[a-zA-Z]")
# A tag that has a ">" in a quoted value, or a quotation mark where none belongs: who looks for the
# next ">" is wrong about its end. Scripts have such too.
_ODD_TAG = re.compile(
    rb"<[a-zA-Z](?:[^<>\"'=]++|=[\t\n\f\r ]*+(?:\"[^\">]*+\"|'[^'>]*+')?+)*+[\"']"
)
_ATTRIBUTE = rb"""
    [\t\n\f\r /]*+ %b [^\t\n\f\r />] [^\t\n\f\r />=]*+ )
    (?: [\t\n\f\r ]*+ = [\t\n\f\r ]*+
        (?: "[^"]*+ (?:"|\Z) | '[^']*+ (?:'|\Z) | (?=>) | [^\t\n\f\r >]++ | \Z )
    )?+
"""
_NAMES = re.compile(_ATTRIBUTE % b"(", re.VERBOSE)
_TOKEN = re.compile(
    rb"""
    < (?: !-- (?: -?> | .*? (?: --!?> | \Z ) )
        | (?P<cdata> !\[CDATA\[ )
        | (?P<name> /?[a-zA-Z][^\t\n\f\r />]*+ ) (?P<rest> (?: %b )*+ ) [\t\n\f\r /]*+ (?: > | \Z )
        | [!?/] [^>]*+ >?+
    )
    """
    % (_ATTRIBUTE % b"(?:"),
    re.VERBOSE | re.DOTALL,
)


def tame(html: str | bytes, options: Options, passed: set[Limit]) -> str | bytes:
    """The page without what drives lexbor into quadratic time; the limits that cut it are added.

    Ordinary pages come back as they are.
    """
    page = html if isinstance(html, bytes) else html.encode("utf-8", "ignore")
    tags = page.count(b"<")
    if tags > options.max_nodes:
        passed.add(Limit.NODES)
        page = page[: next(islice(re.finditer(b"<", page), options.max_nodes, None)).start()]
    elif options.max_attributes >= _MANY_ATTRIBUTES and _is_harmless(page, tags):
        return html
    tamer = _Tamer(page, options.max_depth, options.max_attributes)
    tame_page = tamer.read()
    if tamer.has_cut_attributes:
        passed.add(Limit.ATTRIBUTES)
    if tamer.has_cut_depth:
        passed.add(Limit.DEPTH)
    return tame_page


def _is_harmless(page: bytes, tags: int) -> bool:
    return tags <= _MANY_TAGS and not _has_long_tags(page) and not _has_many_styles(page)


def _has_many_styles(page: bytes) -> bool:
    return next(islice(_A_STYLE.finditer(page), _MANY_STYLES, None), None) is not None


def _has_long_tags(page: bytes) -> bool:
    if len(page) <= _LONG_TAG:
        return False
    start = 0
    for part in page.split(b">"):
        if (
            len(part) > _LONG_TAG
            and (tag := _TAG.search(part))
            and _is_long(page, start + tag.start())
        ):
            return True
        start += len(part) + 1
    return any(
        number > _MOST_ODD_TAGS or _is_long(page, odd.start())
        for number, odd in enumerate(_ODD_TAG.finditer(page))
    )


def _is_long(page: bytes, start: int) -> bool:
    """Whether the tag has many attributes; whether it is long, where it is very long."""
    tag = _TOKEN.match(page, start)
    size = tag.end() - start if tag else 0
    if size <= _LONG_TAG or tag is None:
        return False
    names = islice(_NAMES.finditer(page, *tag.span("rest")), _MANY_ATTRIBUTES, None)
    return size > 16 * _LONG_TAG or next(names, None) is not None


def _boundary(name: bytes) -> bytes:
    """What parts the text as a tag of that name does that is left out."""
    tag = name.decode("utf-8", "replace")
    return b"<hr>" if FLOW.get(tag, BLOCK if "-" in tag else INLINE) == BLOCK else b""


class _Tamer:
    """Reads the tags of a page, and what it keeps of them."""

    def __init__(self, page: bytes, max_depth: int, max_attributes: int) -> None:
        self.has_cut_attributes = self.has_cut_depth = False
        self._page = page
        # A few more than the walk goes below the body: it leaves out what stands deeper.
        self._max_depth = max_depth + 8
        self._max_attributes = max_attributes
        self._kept: list[bytes] = []
        self._taken = 0  # of the page, to ``_kept`` or left out
        self._open: list[bytes] = []
        self._count: Counter[bytes] = Counter()  # of the open ones, by name
        self._foreign: list[bool] = []  # of the open elements that change it
        self._beyond: list[bytes] = []  # open ones that were left out
        self._styles: list[bytes] = []
        self._steps = _STEPS + len(page)
        self._options = 0

    def read(self) -> bytes:
        page, position = self._page, 0
        while token := _TOKEN.search(page, position):
            position = token.end()
            name = token["name"]
            if name is None:
                if token["cdata"] is not None:
                    end = page.find(b"]]>" if self._is_foreign() else b">", position)
                    position = end + 1 if end >= 0 else len(page)
                continue
            name = name.lower()
            if name.startswith(b"/"):
                self._end(name[1:], token)
                continue
            if len(token["rest"]) > 2 * self._max_attributes:
                self._cut_attributes(token)
            if name == b"plaintext":
                break
            if not self._is_foreign() or page[position - 2 : position] != b"/>":
                self._start(name, token)
            if name in _RAW and not self._is_foreign():
                end_tag = re.compile(rb"</%b(?=[\t\n\f\r />])" % re.escape(name), re.IGNORECASE)
                found = end_tag.search(page, position)
                if found is None:
                    break
                position = found.start()
        self._kept.append(page[self._taken :])
        return b"".join(self._kept)

    def _is_foreign(self) -> bool:
        return bool(self._foreign) and self._foreign[-1]

    def _replace(self, start: int, end: int, by: bytes = b"") -> None:
        """Keep the page before ``start``, and ``by`` in place of what stands up to ``end``."""
        if start >= self._taken:
            self._kept += (self._page[self._taken : start], by)
            self._taken = end

    # --- tags -------------------------------------------------------------------------

    def _start(self, name: bytes, token: re.Match[bytes]) -> None:
        if name in _VOID:
            return
        if name == b"option" and self._count[b"select"]:
            self._options += 1
            if self._options > _MOST_OPTIONS:
                self._replace(token.start(), token.end())
                return
        if name in _STYLES:
            if len(self._styles) >= _MOST_OPEN_STYLES or self._steps < 0:
                self._replace(token.start(), token.end())
                return
            self._styles.append(name)
        else:
            self._take_up_styles(token)
        if name in _ENDS:
            self._end_before(name)
        if len(self._open) >= self._max_depth and name not in _RAW:
            self.has_cut_depth = True
            self._beyond.append(name)
            self._replace(token.start(), token.end(), _boundary(name))
            return
        self._push(name)

    def _end(self, name: bytes, token: re.Match[bytes]) -> None:
        if self._beyond and self._beyond[-1] == name:
            self._beyond.pop()
            self._replace(token.start(), token.end(), _boundary(name))
            return
        if name in _STYLES and name in self._styles[-8:]:
            del self._styles[len(self._styles) - 1 - self._styles[::-1].index(name)]
        if not self._count[name]:
            return
        if name in (b"td", b"th"):
            self._styles.clear()
        self._beyond.clear()
        while self._pop() != name:
            pass

    def _end_before(self, name: bytes) -> None:
        """Close what the start tag ends, if it is near."""
        for above, open_name in enumerate(islice(reversed(self._open), _NEAR)):
            if open_name in _ENDS[name]:
                for _ in range(above + 1):
                    self._pop()
                return
            if open_name in _HOLDERS:
                return

    def _push(self, name: bytes) -> None:
        self._open.append(name)
        self._count[name] += 1
        if name in (b"svg", b"math") or name in _HTML_AGAIN:
            self._foreign.append(name not in _HTML_AGAIN)

    def _pop(self) -> bytes:
        name = self._open.pop()
        self._count[name] -= 1
        if name in (b"svg", b"math") or name in _HTML_AGAIN:
            self._foreign.pop()
        return name

    def _take_up_styles(self, token: re.Match[bytes]) -> None:
        """A block takes up the open formatting elements again: after too many, they are closed."""
        if self._styles and self._steps >= 0:
            self._steps -= len(self._styles)
            if self._steps < 0:
                ends = b"".join(b"</%b>" % name for name in reversed(self._styles))
                self._replace(token.start(), token.start(), ends)

    def _cut_attributes(self, token: re.Match[bytes]) -> None:
        """Leave out the attributes behind the last that is read; the first of a name counts."""
        names: set[bytes] = set()
        start, end = token.span("rest")
        for attribute in _NAMES.finditer(self._page, start, end):
            names.add(attribute[1].lower())
            if len(names) > self._max_attributes:
                self.has_cut_attributes = True
                self._replace(attribute.start(), end)
                return
