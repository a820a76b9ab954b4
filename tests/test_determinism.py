"""The same bytes give the same record: in any process, order, thread, locale and time zone."""

from __future__ import annotations

import gzip
import json
import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import bodycopy
from answering import Answering, answer
from authored import NAMES, PAGES, source
from bodycopy.render import to_json
from both_scans import BUILT

TEXTS = [path.read_bytes() for path in sorted((PAGES.parent / "texts").glob("*.txt"))]

ENVIRONMENTS = (
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C", "OPENBLAS_NUM_THREADS": "1"},
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8"},
    {"PYTHONHASHSEED": "4242", "TZ": "America/St_Johns", "LC_ALL": "C.utf8", "PYTHONOPTIMIZE": "2"},
)


@pytest.fixture(scope="module")
def processes() -> Iterator[list[Answering]]:
    """Three processes that share nothing with this one but the code."""
    with ExitStack() as stack:
        yield [stack.enter_context(Answering(**known)) for known in ENVIRONMENTS]


@pytest.fixture(scope="module")
def pure() -> Iterator[Answering]:
    """One that uses nothing compiled."""
    with Answering(PYTHONHASHSEED="7", BODYCOPY_PURE="1") as process:
        yield process


sources = st.sampled_from([source(name) for name in NAMES])


@st.composite
def mixed(draw: st.DrawFn) -> bytes:
    """Authored pages cut anywhere, one behind the other, the pieces in any order."""
    pieces = []
    for _ in range(draw(st.integers(1, 4))):
        page = draw(sources)
        start = draw(st.integers(0, len(page)))
        pieces.append(page[start : draw(st.integers(start, len(page)))])
    return b"".join(pieces)


def lines_of(text: bytes) -> list[bytes]:
    """The lines of a text with their ends."""
    return text.splitlines(keepends=True)


@st.composite
def mixed_text(draw: st.DrawFn) -> bytes:
    """Lines of authored texts, some left out, some of another text between them."""
    kept = draw(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3))
    lines = [line for text in kept for line in lines_of(text)]
    start = draw(st.integers(0, len(lines)))
    step = draw(st.integers(1, 3))
    return b"".join(lines[start::step] + lines[:start])


across = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.fault("same-record")
@across
@given(page=mixed(), before=st.lists(sources, max_size=2))
def test_processes_agree_on_pages(
    processes: list[Answering], page: bytes, before: list[bytes]
) -> None:
    """Byte by byte, whatever the hash seed, and whatever one of them was asked before."""
    for other in before:
        processes[-1].answer(other)
    assert {process.answer(page) for process in processes} == {answer(page)}


@pytest.mark.fault("same-record")
@across
@given(text=mixed_text(), before=st.lists(sources, max_size=1))
def test_processes_agree_on_texts(
    processes: list[Answering], text: bytes, before: list[bytes]
) -> None:
    """The same of flattened text, with pages of HTML between."""
    for other in before:
        processes[0].answer(other)
    answers = {process.answer(text, text=True) for process in processes}
    assert answers == {answer(text, text=True)}


@pytest.mark.fault("same-record")
@pytest.mark.skipif(not BUILT, reason="the package was built without a compiler")
@settings(across, max_examples=15)
@given(page=mixed(), text=mixed_text())
def test_python_alone_gives_the_same_record(pure: Answering, page: bytes, text: bytes) -> None:
    """Without the compiled parts every block, role and field is the same.

    Probabilities are sums of many products, which numpy adds up in another order: they may
    differ in their last digit.
    """
    assert json.loads(pure.answer(page)) == nearly(json.loads(answer(page)))
    assert json.loads(pure.answer(text, text=True)) == nearly(json.loads(answer(text, text=True)))


_PROBABILITIES = ("score", "confidence", "page_type_probability")


def nearly(value: Any) -> Any:
    """The value with probabilities that equal others which differ by little."""
    if isinstance(value, list):
        return [nearly(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: pytest.approx(item, abs=2e-4)
        if key in _PROBABILITIES and item is not None
        else nearly(item)
        for key, item in value.items()
    }


@pytest.fixture(scope="module")
def inputs() -> list[tuple[bytes, bool]]:
    """Pages and texts, whole and mixed by a known seed; whether each is text."""
    chance = random.Random(7)
    pages = [source(name) for name in NAMES]
    for _ in range(30):
        one, two = chance.sample(pages[: len(NAMES)], 2)
        pages.append(one[: chance.randrange(len(one))] + two[chance.randrange(len(two)) :])
    return [*((page, False) for page in pages), *((text, True) for text in TEXTS)]


@pytest.fixture(scope="module")
def records(inputs: list[tuple[bytes, bool]]) -> list[str]:
    """Their records, one after the other."""
    return [answer(given, text=text) for given, text in inputs]


@pytest.mark.fault("same-record")
@pytest.mark.parametrize("seed", range(3))
def test_the_order_does_not_matter(
    inputs: list[tuple[bytes, bool]], records: list[str], processes: list[Answering], seed: int
) -> None:
    """Shuffled, here and in another process: nothing of a page stays for the next."""
    order = list(range(len(inputs)))
    random.Random(seed).shuffle(order)
    for place in order:
        given, text = inputs[place]
        assert answer(given, text=text) == records[place]
        assert processes[seed].answer(given, text=text) == records[place]


@pytest.mark.fault("same-record")
def test_threads_do_not_matter(inputs: list[tuple[bytes, bool]], records: list[str]) -> None:
    """Eight threads, all on all inputs at the same time and each in an order of its own."""
    gate = threading.Barrier(8)

    def all_of_them(seed: int) -> bool:
        order = list(range(len(inputs)))
        random.Random(seed).shuffle(order)
        gate.wait()
        return all(answer(inputs[n][0], text=inputs[n][1]) == records[n] for n in order)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(all_of_them, range(8))) == [True] * 8


@pytest.mark.fault("same-record")
@pytest.mark.parametrize("threads", [1, 2, 5])
def test_extract_many_gives_what_extract_gives(
    inputs: list[tuple[bytes, bool]], records: list[str], threads: int
) -> None:
    """With any number of threads, in the order of the pages."""
    pages = [given for given, text in inputs if not text]
    found = bodycopy.extract_many(pages, threads=threads)
    assert [to_json(record, indent=None) for record in found] == records[: len(pages)]


@pytest.mark.fault("same-record")
def test_bytes_and_their_holders_give_the_same() -> None:
    """``bytearray`` and ``memoryview`` are read as the bytes that they hold."""
    page = source("de_regional_daily")
    wanted = answer(page)
    for holder in (bytearray(page), memoryview(page)):
        assert to_json(bodycopy.extract(holder), indent=None) == wanted


@pytest.mark.fault("same-record")
def test_one_worker_and_three_write_the_same_corpus(tmp_path: Path) -> None:
    """Of many small shards the rows of every page, byte by byte, whoever made them."""
    pytest.importorskip("pyarrow")
    from tests.batches import run_command

    folder = tmp_path / "pages"
    folder.mkdir()
    for name in NAMES:
        for copy in "ab":
            (folder / f"{name}-{copy}.html").write_bytes(source(name))
    corpora = []
    for workers in ("1", "3"):
        out = tmp_path / workers
        done = run_command(
            "batch", folder, "-o", out, "--workers", workers, "--format", "jsonl",
            "--shard-size", "200000", "--quiet",
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        corpora.append({path.name: read(path) for path in sorted(out.glob("part-*"))})
    assert corpora[0] == corpora[1]
    assert sum(len(rows.splitlines()) for rows in corpora[0].values()) > 20


def read(path: Path) -> bytes:
    """The rows of a part."""
    return gzip.decompress(path.read_bytes())
