"""WARC and WET files: every record once, and of what is damaged its place and why.

# Strategy: a record is handed on when the reader has seen that it ends where it says. In a
# compressed file that is the end of its member, checksum included; in a plain one an empty
# line and the next ``WARC/`` or the end of the file. What does not end so is one damaged
# record, and the next record is looked for from the byte after its start, never from where
# the decompressor gave up: that is often inside of its neighbour.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator

from bodycopy.errors import InputError
from bodycopy.sources.inflate import (
    GZIP,
    ZSTD,
    Codec,
    CorruptMember,
    Member,
    TruncatedMember,
    may_open_with,
    zstd_codec,
)
from bodycopy.sources.record import DamagedRecord, Item, Refused
from bodycopy.sources.span import Span
from bodycopy.sources.warc_block import LARGEST, block_digest_is_wrong, item_of, refused
from bodycopy.sources.warc_fast import read_fast
from bodycopy.sources.warc_header import ENDING, LONGEST, START, BadHeader, Header, parse_header
from bodycopy.sources.window import Window

__all__ = ["WarcReader"]

# Of bytes inflated in vain: damaged members may be nested so that each holds the rest of the
# file. Behind this many, reading goes on where the decompressor gave up.
_MOST_WASTED = 1 << 30


class WarcReader:
    """The items of a span of a WARC file, plain, gzip or zstd."""

    def __init__(
        self,
        window: Window,
        source: str,
        span: Span,
        digests: str = "auto",
        fast: bool = True,
    ) -> None:
        self._window = window
        self._source = source
        self._span = span
        self._digests = digests
        self._fast = fast
        self._wasted = 0
        self._codec = _codec(window, source)

    def __iter__(self) -> Iterator[Item]:
        """Every record that starts in the span, in order."""
        span = self._span
        start = span.start if span.exact else self._next_start(span.start)
        span.first = position = start
        span.following = None
        while position < min(span.end, self._window.size):
            position = yield from self._items_at(position)
        span.following = position

    def _items_at(self, position: int) -> Generator[Item, None, int]:
        """The items from a position on; gives the position behind them."""
        if self._codec is None:
            return (yield from self._plain(position))
        if self._codec is GZIP and self._fast:
            behind = position
            for offset, length, header, block in read_fast(self._window, position, self._span.end):
                yield self._item(header, block, offset, length, sound=True)
                behind = offset + length
            if behind > position:
                return behind
        return (yield from self._member(position, self._codec))

    def _item(self, header: Header, block: bytes, offset: int, length: int, sound: bool) -> Item:
        """The item of a record; ``sound`` where a checksum of its own has vouched for it."""
        verifies = self._digests == "verify" or (self._digests == "auto" and not sound)
        if verifies and block_digest_is_wrong(header, block):
            stated = header.fields.get("warc-block-digest", "")
            detail = f"the block is not {stated[:80]}"
            return refused(header, self._source, offset, length, "bad_digest", detail, errored=True)
        return item_of(header, block, self._source, offset, length)

    # compressed

    def _member(self, position: int, codec: Codec) -> Generator[Item, None, int]:
        if _skippable(self._window, position):
            return position + 8 + int.from_bytes(self._window.read(position + 4, 4), "little")
        member = Member(self._window, position, codec)
        held: Item | None = None
        try:
            for item in self._records(member):
                if held is not None:
                    yield held
                held = item
            if held is None:
                raise CorruptMember(f"a {codec.name} member without a record")
        except DamagedRecord as error:
            # The record that was held back is the one whose end nothing has vouched for.
            behind = self._behind_damage(position, member)
            yield self._damage(position, behind, error)
            return behind
        yield held
        return member.end

    def _records(self, member: Member) -> Iterator[Item]:
        several = False
        while _skip_empty_lines(member):
            header = parse_header(member.read_until(ENDING, LONGEST))
            if header.length is None:
                yield self._bad_length(header, member)
                return
            block = member.read(min(header.length, LARGEST))
            size = len(block) + member.discard(header.length - len(block))
            if size < header.length or member.read(len(ENDING)) not in _TAILS:
                yield self._bad_length(header, member)
                return
            several = several or bool(member.peek(1))
            length = member.end - member.position
            if size > len(block):
                detail = f"{size} bytes"
                yield refused(header, self._source, member.position, length, "too_large", detail)
            else:
                yield self._item(header, block, member.position, length, sound=not several)

    def _bad_length(self, header: Header, member: Member) -> Refused:
        """A record whose length is a lie; the member, which is in order, is read to its end."""
        while member.discard(_MOST_WASTED):
            pass
        return self._length_refused(header, member.position, member.end)

    def _length_refused(self, header: Header, start: int, end: int) -> Refused:
        stated = header.fields.get("content-length", "missing")
        detail = f"Content-Length is {stated[:40]}, and no record ends there"
        length = end - start
        return refused(header, self._source, start, length, "content_length", detail, errored=True)

    def _behind_damage(self, position: int, member: Member) -> int:
        self._wasted += member.inflated
        nearest = position + 1
        return self._next_start(
            nearest if self._wasted < _MOST_WASTED else max(member.end, nearest)
        )

    def _damage(self, position: int, behind: int, error: DamagedRecord) -> Refused:
        cut = isinstance(error, TruncatedMember)
        reason = error.reason
        if cut and behind < self._window.size:
            # A damaged member may run on to the end of the file, over those behind it.
            reason = CorruptMember.reason
        return Refused(
            source=self._source,
            offset=position,
            length=behind - position,
            reason=reason,
            detail=str(error),
            errored=True,
        )

    # plain

    def _plain(self, position: int) -> Generator[Item, None, int]:
        while self._window.read(position, 2) == b"\r\n":
            position += 2
        if position >= self._window.size:
            return position
        head = self._window.read(position, _USUAL)
        if ENDING not in head:
            head = self._window.read(position, LONGEST)
        body = head.find(ENDING) + len(ENDING)
        try:
            header = parse_header(head[:body] if body >= len(ENDING) else head)
        except BadHeader as error:
            behind = self._next_start(position + 1)
            cut = behind >= self._window.size and START.startswith(head[: len(START)])
            yield self._damage(position, behind, _CUT if cut else error)
            return behind
        return (yield from self._plain_record(header, position, position + body))

    def _plain_record(self, header: Header, position: int, body: int) -> Generator[Item, None, int]:
        end = -1 if header.length is None else body + header.length
        if self._ends_at(end):
            yield self._plain_item(header, position, body, end)
            return min(end + len(ENDING), self._window.size)
        behind = self._next_start(body)
        if end > self._window.size == behind:
            yield self._damage(position, behind, _CUT)
        else:
            yield self._length_refused(header, position, behind)
        return behind

    def _plain_item(self, header: Header, position: int, body: int, end: int) -> Item:
        length = min(end + len(ENDING), self._window.size) - position
        if end - body > LARGEST:
            detail = f"{end - body} bytes"
            return refused(header, self._source, position, length, "too_large", detail)
        block = self._window.read(body, end - body)
        return self._item(header, block, position, length, sound=False)

    def _ends_at(self, position: int) -> bool:
        """A record may end here: an empty line follows, and a record or nothing after it."""
        if not 0 <= position <= self._window.size:
            return False
        tail = self._window.read(position, len(ENDING) + len(START))
        if len(tail) < len(ENDING):
            return ENDING.startswith(tail)
        return tail[:4] in _TAILS and START.startswith(tail[4:])

    # resync

    def _next_start(self, position: int) -> int:
        """Where the next record starts that looks like one; the file's end if none does."""
        if position <= 0:
            return 0
        if self._codec is None:
            return self._next_plain(position)
        while (at := self._window.find(self._codec.magic, position)) >= 0:
            if may_open_with(self._window, at, self._codec, START):
                return at
            position = at + 1
        return self._window.size

    def _next_plain(self, position: int) -> int:
        # The empty line before the record may stand in front of the position.
        at = self._window.find(b"\r\n\r\n" + START, max(position - len(ENDING), 0))
        return self._window.size if at < 0 else at + len(ENDING)


# Bytes: hardly a header is longer.
_USUAL = 2 << 10
_TAILS = frozenset({ENDING, b"\r\n", b"\n\n", b""})
_CUT = TruncatedMember("the file ends inside a record")


def _skip_empty_lines(member: Member) -> bool:
    """Whether anything but empty lines follows."""
    while member.peek(2) == b"\r\n":
        member.read(2)
    return bool(member.peek(1))


def _codec(window: Window, source: str) -> Codec | None:
    head = window.read(0, 11)
    if head.startswith(GZIP.magic):
        return GZIP
    if head.startswith(ZSTD) or _skippable(window, 0):
        return zstd_codec(window)
    if head == b"filedesc://":
        raise InputError(f"{source} is an ARC file, the format before WARC")
    # Where the first bytes are damaged the name still tells.
    if head.startswith(START) or not source.lower().endswith((".gz", ".zst")):
        return None
    return GZIP if source.lower().endswith(".gz") else zstd_codec(window)


def _skippable(window: Window, position: int) -> bool:
    """A zstd frame without content: the dictionary at the front of a ``.warc.zst``."""
    head = window.read(position, 4)
    return len(head) == 4 and head[1:] == b"\x2a\x4d\x18" and head[0] & 0xF0 == 0x50
