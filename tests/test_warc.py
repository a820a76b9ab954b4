"""WARC files, sound and damaged: every record once, and what is damaged by name and place."""

import gzip
import io
import random
import zlib

import brotli
import pytest
import zstandard
from tests.growth import LIMIT, growth
from tests.warcs import (
    CODECS,
    faults,
    members,
    numbers,
    offsets,
    packed,
    page,
    read,
    read_in_pieces,
    record,
    url,
)
from warcio.archiveiterator import ArchiveIterator

from bodycopy.errors import InputError
from bodycopy.sources.record import Record, Refused, Skipped
from bodycopy.sources.span import Span

HTML = ("Content-Type", "text/html; charset=utf-8")


def flipped(data: bytes, position: int, count: int = 20) -> bytes:
    """The bytes with ``count`` of them changed."""
    damaged = bytearray(data)
    for at in range(position, min(position + count, len(data))):
        damaged[at] ^= 0x5A
    return bytes(damaged)


# sound files


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("fast", [True, False])
def test_a_page_comes_with_where_it_stood(codec: str, fast: bool) -> None:
    """Payload, address, id, date, type, place and size of every record are what was written."""
    parts = members(5, codec)
    items = read(b"".join(parts), fast=fast)
    assert numbers(items) == [0, 1, 2, 3, 4]
    for number, (item, offset) in enumerate(zip(items, offsets(parts), strict=True)):
        assert isinstance(item, Record)
        assert (item.url, item.date) == (url(number), "2026-01-02T03:04:05Z")
        assert (item.offset, item.length) == (offset, len(parts[number]))
        assert item.content_type == "text/html; charset=utf-8"
        assert item.digest is not None
        assert item.digest.startswith("sha1:")


def test_another_reader_finds_the_same_pages() -> None:
    """The bodies that warcio reads are the same ones, in the same order."""
    data = b"".join(members(6, "gzip"))
    bodies = [one.content_stream().read() for one in ArchiveIterator(io.BytesIO(data))]
    assert [item.payload for item in read(data) if isinstance(item, Record)] == bodies


@pytest.mark.fault("record-kinds")
@pytest.mark.parametrize("codec", ["gzip", "zstd"])
@pytest.mark.parametrize("together", [[5], [1, 2, 2], [2, 1, 2], [1, 1, 3]])
def test_members_may_hold_several_records(codec: str, together: list[int]) -> None:
    """A file compressed as a whole, or a few records at a time, gives all of its records."""
    parts, number = [], 0
    for count in together:
        parts.append(packed(b"".join(record(number + one) for one in range(count)), codec))
        number += count
    items = read(b"".join(parts))
    assert numbers(items) == [0, 1, 2, 3, 4]
    places = [place for place, count in zip(offsets(parts), together, strict=True)
              for _ in range(count)]  # fmt: skip
    assert [item.offset for item in items if isinstance(item, Record)] == places


def test_a_zstd_file_may_start_with_its_dictionary() -> None:
    """The skippable frame at the front is the dictionary for all that follow."""
    samples = [record(number) for number in range(40)]
    dictionary = zstandard.train_dictionary(4096, samples)
    compressor = zstandard.ZstdCompressor(dict_data=dictionary)
    stored = dictionary.as_bytes()
    head = b"\x5d\x2a\x4d\x18" + len(stored).to_bytes(4, "little") + stored
    data = head + b"".join(compressor.compress(one) for one in samples[:3])
    assert numbers(read(data)) == [0, 1, 2]


@pytest.mark.fault("record-kinds")
def test_records_that_are_no_pages_are_told_by_name() -> None:
    """Requests and metadata are counted, revisits and continuations refused with a row."""
    kinds = ("warcinfo", "request", "metadata", "revisit", "continuation", "novelty")
    made = record(9, b"software: none\r\n", kind="metadata")
    plain = [made.replace(b"Type: metadata", b"Type: " + kind.encode()) for kind in kinds]
    items = read(b"".join(packed(one, "gzip") for one in plain))
    assert items[:3] == [Skipped("warcinfo"), Skipped("request"), Skipped("metadata")]
    reasons = [item.reason for item in items[3:] if isinstance(item, Refused)]
    assert reasons == ["warc_revisit", "warc_continuation", "warc_unknown_type"]
    assert not any(item.errored for item in items[3:] if isinstance(item, Refused))


@pytest.mark.fault("record-kinds")
def test_a_wet_record_is_text() -> None:
    """A conversion record goes through the door for flattened text."""
    (item,) = read(record(1, "Überschrift\nText.".encode(), kind="conversion"))
    assert isinstance(item, Record)
    assert item.is_text
    assert item.payload == "Überschrift\nText.".encode()


@pytest.mark.fault("record-kinds")
@pytest.mark.parametrize("status", ["404 Not Found", "301 Moved", "503 Service Unavailable"])
def test_a_page_that_the_server_did_not_serve_is_refused(status: str) -> None:
    """Whatever an error page or redirect says, it is no article."""
    (item,) = read(record(1, status=status))
    assert isinstance(item, Refused)
    assert (item.reason, item.detail, item.errored) == ("http_status", status[:3], False)


@pytest.mark.fault("not-html")
@pytest.mark.parametrize("declared", ["image/jpeg", "application/pdf", "text/css; charset=utf-8"])
def test_what_is_declared_as_no_html_is_refused(declared: str) -> None:
    """A type that says what the body is, and that it is no page, is believed."""
    (item,) = read(record(1, headers=[("Content-Type", declared)]))
    assert isinstance(item, Refused)
    assert item.reason == "not_html"


@pytest.mark.parametrize("declared", ["", "garbage", "application/octet-stream", "TEXT/HTML"])
def test_a_type_that_says_nothing_refuses_nothing(declared: str) -> None:
    """Servers that do not know what they send may still send a page."""
    assert numbers(read(record(1, headers=[("Content-Type", declared)]))) == [1]


# bodies as HTTP packs them


PACKED = {
    "gzip": gzip.compress(page(1)),
    "deflate": zlib.compress(page(1)),
    "br": brotli.compress(page(1)),
    "zstd": zstandard.compress(page(1)),
}


@pytest.mark.parametrize("coding", sorted(PACKED))
def test_a_packed_body_is_unpacked(coding: str) -> None:
    """Crawlers that store what came over the wire leave the unpacking to the reader."""
    headers = [HTML, ("Content-Encoding", coding)]
    assert numbers(read(record(1, PACKED[coding], headers))) == [1]


@pytest.mark.parametrize("coding", [*sorted(PACKED), "identity", "x-unknown"])
def test_a_body_that_is_not_packed_as_declared_stands(coding: str) -> None:
    """Crawlers that unpack often keep the header."""
    headers = [HTML, ("Content-Encoding", coding), ("Transfer-Encoding", "chunked")]
    assert numbers(read(record(1, headers=headers))) == [1]


def test_chunks_are_joined() -> None:
    """A chunked body loses the sizes between its chunks, and nothing else."""
    body = page(1)
    chunks = [body[at : at + 100] for at in range(0, len(body), 100)] + [b""]
    sent = b"".join(b"%x;note=1\r\n%s\r\n" % (len(one), one) for one in chunks)
    assert numbers(read(record(1, sent, [HTML, ("Transfer-Encoding", "chunked")]))) == [1]


@pytest.mark.fault("bombs")
@pytest.mark.parametrize("coding", sorted(PACKED))
def test_a_bomb_stops_at_the_limit(coding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A body that unpacks to gigabytes is cut, at the cost of the limit and no more."""
    monkeypatch.setattr("bodycopy.sources.warc_block.LARGEST", 1 << 20)
    zeros = bytes(64 << 20)
    pack = {
        "gzip": gzip.compress, "deflate": zlib.compress,
        "br": lambda data: brotli.compress(data, quality=1), "zstd": zstandard.compress,
    }  # fmt: skip
    (item,) = read(record(1, pack[coding](zeros), [HTML, ("Content-Encoding", coding)]))
    assert isinstance(item, Record)
    assert len(item.payload) == 1 << 20


@pytest.mark.fault("bombs")
@pytest.mark.parametrize("codec", CODECS)
def test_a_record_over_the_limit_is_passed_by(codec: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A film in the archive has its row, and the records behind it are read."""
    for module in ("warc", "warc_block", "warc_fast"):
        monkeypatch.setattr(f"bodycopy.sources.{module}.LARGEST", 1 << 16)
    plain = [record(0), record(1, bytes(1 << 18)), *(record(number) for number in (2, 3, 4))]
    parts = [packed(one, codec) for one in plain]
    items = read(b"".join(parts))
    assert numbers(items) == [0, 2, 3, 4]
    assert faults(items) == [("too_large", offsets(parts)[1])]


# damage


@pytest.mark.fault("corrupt-member")
@pytest.mark.parametrize("codec", ["gzip", "zstd"])
@pytest.mark.parametrize("damaged", [0, 3, 6])
@pytest.mark.parametrize("place", ["magic", "middle", "checksum"])
def test_a_corrupt_member_costs_exactly_its_record(codec: str, damaged: int, place: str) -> None:
    """Every other record is read, and the damage has its place and extent."""
    parts = members(7, codec)
    at = {"magic": 0, "middle": len(parts[damaged]) // 2, "checksum": len(parts[damaged]) - 4}
    parts[damaged] = flipped(parts[damaged], at[place], 4)
    items = read(b"".join(parts))
    assert numbers(items) == [number for number in range(7) if number != damaged]
    (fault,) = [item for item in items if isinstance(item, Refused)]
    assert (fault.offset, fault.length) == (offsets(parts)[damaged], len(parts[damaged]))
    # A broken end of the last member cannot be told from an end that is missing.
    assert fault.reason in ({"corrupt_member", "truncated"} if damaged == 6 else {"corrupt_member"})
    assert fault.errored


@pytest.mark.fault("cut-warc")
@pytest.mark.parametrize("codec", CODECS)
def test_a_file_that_is_cut_gives_its_whole_records(codec: str) -> None:
    """At every byte of the last record: what is whole is read, what is cut is reported."""
    parts = members(3, codec)
    data, start = b"".join(parts), len(parts[0]) + len(parts[1])
    # Nothing is missing from a plain record that lacks the empty lines behind it.
    whole = range(len(data) - 4, len(data)) if codec == "plain" else ()
    for end in range(start + 1, len(data), 1 if codec == "plain" else 3):
        items = read(data[:end])
        if end in whole:
            assert numbers(items) == [0, 1, 2]
            continue
        assert numbers(items) == [0, 1], end
        assert faults(items) in ([("truncated", start)], [("bad_header", start)]), end


LIES = {"short": "10", "long": "100000", "text": "many", "huge": str(2**63), "negative": "-1"}


@pytest.mark.fault("content-length")
@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("lie", sorted(LIES))
def test_a_lying_content_length_costs_its_record(codec: str, lie: str) -> None:
    """The record has a row by name; the reader goes on at the next one."""
    plain = [record(number) for number in range(5)]
    head, _, rest = plain[2].partition(b"Content-Length: ")
    plain[2] = head + b"Content-Length: " + LIES[lie].encode() + rest[rest.index(b"\r\n") :]
    parts = [packed(one, codec) for one in plain]
    items = read(b"".join(parts))
    assert numbers(items) == [0, 1, 3, 4]
    assert faults(items) == [("content_length", offsets(parts)[2])]


@pytest.mark.fault("corrupt-member")
@pytest.mark.parametrize("codec", CODECS)
def test_rubbish_between_records_is_passed_by(codec: str) -> None:
    """What stands between two records and is none has a row, and costs neither."""
    first, second = members(2, codec)
    items = read(first + b"\x00rubbish\x00\r\n\r\n" + second)
    assert numbers(items) == ([0, 1] if codec != "plain" else numbers(items))
    assert 1 in numbers(items)
    assert len(faults(items)) == 1


@pytest.mark.fault("record-kinds")
def test_a_wrong_digest_is_found_where_it_is_asked_for() -> None:
    """A block that is not what its digest says is refused, by policy."""
    plain = record(1).replace(b"WARC-Block-Digest: sha1:", b"WARC-Block-Digest: sha1:A", 1)
    plain = plain[: plain.index(b"sha1:A") + 5] + b"A" * 32 + plain[plain.index(b"sha1:A") + 38 :]
    for codec in ("plain", "gzip"):
        data = packed(record(0), codec) + packed(plain, codec) + packed(record(2), codec)
        assert numbers(read(data, digests="verify")) == [0, 2]
        assert [fault for fault, _ in faults(read(data, digests="verify"))] == ["bad_digest"]
        assert numbers(read(data, digests="ignore")) == [0, 1, 2]
    # In a gzip member a checksum has vouched for the bytes; in a plain file nothing has.
    assert numbers(read(packed(plain, "gzip"))) == [1]
    assert faults(read(plain)) == [("bad_digest", 0)]


@pytest.mark.fault("record-kinds")
def test_a_digest_of_another_kind_is_no_wrong_one() -> None:
    """Algorithms that we do not know, and garbage, refuse nothing."""
    for stated in (b"blake9:AAAA", b"sha1:", b"sha1:!!!", b"nonsense"):
        plain = record(1)
        start = plain.index(b"WARC-Block-Digest: ") + len(b"WARC-Block-Digest: ")
        plain = plain[:start] + stated + plain[plain.index(b"\r\n", start) :]
        assert numbers(read(plain, digests="verify")) == [1]


@pytest.mark.fault("record-kinds")
def test_a_bit_flip_in_a_plain_file_is_found_by_the_digest() -> None:
    """Where no compression vouches for the bytes, the record's own digest is asked."""
    parts = members(3, "plain")
    parts[1] = flipped(parts[1], len(parts[1]) - 200, 1)
    items = read(b"".join(parts))
    assert numbers(items) == [0, 2]
    assert faults(items) == [("bad_digest", len(parts[0]))]


@pytest.mark.fault("record-kinds")
def test_arc_is_told_by_name() -> None:
    """The format before WARC is not read as if it were damaged."""
    with pytest.raises(InputError, match="ARC"):
        read(b"filedesc://old.arc 0.0.0.0 19960101000000 text/plain 76\n1 0 test\n")


@pytest.mark.fault("corrupt-member")
def test_nested_damage_takes_linear_time() -> None:
    """Members that each hold all that follows, and all broken, are not each read to the end."""
    nested = b""
    for _ in range(12):
        # Stored, not deflated: the inner members stay visible to a search for the magic.
        nested = gzip.compress(b"WARC/1.0\r\n" + bytes(1000) + nested, 0)[:-4]
    items = read(nested * 3 + packed(record(1), "gzip"))
    assert numbers(items) == [1]


# any damage, any cut


DAMAGED = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]


@pytest.mark.fault("corrupt-member")
@pytest.mark.parametrize("codec", ["gzip", "zstd"])
def test_random_damage_costs_what_it_hits(codec: str) -> None:
    """Of 150 damaged files each gives exactly the records whose bytes are as they were."""
    sound = members(12, codec)
    dice = random.Random(codec)
    for _ in range(150):
        parts = list(sound)
        hit = set(dice.sample(DAMAGED, dice.randint(1, 3)))
        for number in hit:
            parts[number] = flipped(
                parts[number], dice.randrange(len(parts[number])), dice.randint(1, 40)
            )
        items = read(b"".join(parts))
        lost = hit - _harmless(parts, sound)
        assert numbers(items) == [number for number in DAMAGED if number not in lost]
        starts = {offsets(parts)[number] for number in lost}
        found = {offset for _, offset in faults(items)}
        # Two damaged neighbours are one fault where the second has lost its magic.
        assert found <= starts
        assert bool(found) == bool(starts)


def _harmless(parts: list[bytes], sound: list[bytes]) -> set[int]:
    """Members that changed where nothing is read: the time and system of a gzip header."""
    return {
        number
        for number, (part, was) in enumerate(zip(parts, sound, strict=True))
        if part[:4] + part[10:] == was[:4] + was[10:] and was.startswith(b"\x1f\x8b")
    }


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("fast", [True, False])
def test_spans_that_are_cut_anywhere_join(codec: str, fast: bool) -> None:
    """Read in spans by workers that know nothing of each other, every record comes once."""
    parts = members(9, codec)
    parts[4] = flipped(parts[4], len(parts[4]) // 2)
    data = b"".join(parts)
    whole = read(data)
    dice = random.Random(codec)
    for _ in range(60 if codec != "plain" else 20):
        cuts = sorted(dice.randrange(1, len(data)) for _ in range(dice.randint(1, 6)))
        items = [item for piece in read_in_pieces(data, cuts, fast) for item in piece]
        assert items == whole, cuts


def test_an_archive_inside_of_a_page_is_no_record() -> None:
    """A payload that looks like a WARC file is a payload, wherever the file is cut."""
    inner = b"\r\n\r\n" + b"".join(record(number) for number in (7, 8))
    plain = [record(0), record(1, inner), record(2)]
    data = b"".join(plain)
    whole = read(data)
    assert [type(item) for item in whole] == [Record, Record, Record]
    for cut in range(1, len(data), 97):
        items = [item for piece in read_in_pieces(data, [cut]) for item in piece]
        assert items == whole, cut


@pytest.mark.fault("corrupt-member")
@pytest.mark.parametrize("codec", CODECS)
def test_any_bytes_are_read_to_their_end(codec: str) -> None:
    """Cut, doubled, moved and overwritten at random, a file gives items and never an error."""
    sound = b"".join(members(6, codec))
    dice = random.Random(codec)
    for _ in range(150):
        data = bytearray(sound)
        for _ in range(dice.randint(1, 6)):
            start = dice.randrange(len(data))
            end = start + dice.randint(1, 600)
            match dice.randrange(4):
                case 0:
                    del data[start:end]
                case 1:
                    data[start:start] = data[dice.randrange(len(data)) :][:600]
                case 2:
                    data[start:end] = dice.randbytes(end - start)
                case 3:
                    data[start:start] = dice.choice(
                        [b"\r\n\r\nWARC/1.0\r\n", b"\x1f\x8b\x08\x00" + bytes(6),
                         b"\x28\xb5\x2f\xfd", b"Content-Length: 99999999999\r\n", bytes(50)]
                    )  # fmt: skip
        span = Span()
        places = [item.offset for item in read(bytes(data), span) if not isinstance(item, Skipped)]
        assert places == sorted(places)
        assert span.following == len(data)


@pytest.mark.parametrize(
    "start",
    [
        b"\r\n\r\nWARC/1.0\r\n",
        b"\r\n\r\nWARC/1.0\r\nContent-Length: 99\r\n\r\n",
        b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03",
        gzip.compress(b"WARC/1.0\r\n", mtime=0)[:-8],
        b"\x28\xb5\x2f\xfd\x00",
    ],
)
def test_false_starts_cost_linear_time(start: bytes) -> None:
    """Many things that look like records and are none are each looked at once, and briefly."""
    codec = {b"\x1f": "gzip", b"\x28": "zstd"}.get(start[:1], "plain")
    sound = packed(record(1), codec)
    assert growth(read, lambda count: sound + start * count + sound, 20_000) < LIMIT


def test_a_span_behind_the_last_record_is_empty() -> None:
    """It begins and ends where the span before it ended."""
    data = b"".join(members(3, "gzip"))
    span = Span(len(data) - 5, len(data), exact=False)
    assert read(data, span) == []
    assert (span.first, span.following) == (len(data), len(data))


def test_a_record_without_its_last_empty_line_is_no_longer_than_the_file() -> None:
    """Some writers leave it out behind the last record: the length given can still be read."""
    whole = record(0)
    (item,) = read(whole.removesuffix(b"\r\n\r\n"))
    assert isinstance(item, Record)
    assert (item.offset, item.length) == (0, len(whole) - 4)


@pytest.mark.parametrize("fast", [True, False])
def test_a_header_may_end_some_lines_with_a_line_feed_alone(fast: bool) -> None:
    """Both readers take it for a line end, so that no field is lost."""
    odd = (
        record(0).replace(b"WARC/1.0\r\n", b"WARC/1.0\n").replace(b"WARC-Date", b"X: y\nWARC-Date")
    )
    file = b"".join(packed(part, "gzip") for part in (odd, record(1), record(2), record(3)))
    assert numbers(read(file, fast=fast)) == [0, 1, 2, 3]
