"""Faults put before us and before other tools: ``python -m bench.faults``.

Every tool meets the same bytes, each in a process of its own with 10 seconds of processor time
and 3 GiB of memory. What happened is written to ``bench/faults.json``, out of which ``make
reliability`` makes the tables of ``docs/reliability.md``.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from tests.charset_pages import HOWS, charset_pages
from tests.warcs import page as warc_page

import bodycopy
from bench.fault_pages import (
    MARK,
    WarcFile,
    cut_page,
    files_that_are_no_pages,
    pages,
    pages_of_no_article,
    warc_files,
)
from bench.peers import OURS, Tool, load_tools, quiet
from bench.sets import BODY_ONLY

__all__ = ["RESULTS", "main"]

RESULTS = Path(__file__).with_name("faults.json")
TOOLS = (OURS, "trafilatura", "resiliparse", "readability", "newspaper4k", "justext", "boilerpy3")
READERS = (OURS, "fastwarc", "warcio")
# Those that find the encoding of bytes themselves; bench.peers gives the others resiliparse's.
DECODERS = (OURS, "trafilatura", "resiliparse", "readability", "justext")
SECONDS = 10
_MEMORY = 3 << 30
# What is slower than this is told with its time.
_SLOW = 1.0

Answer = dict[str, Any]


def main() -> None:
    """Put every fault before every tool, and write down what happened."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", choices=(*TOOLS, "warc"), help="tools to run again")
    arguments = parser.parse_args()
    wanted = arguments.only or (*TOOLS, "warc")
    results = _stored()
    for name in (name for name in TOOLS if name in wanted):
        found, missing = load_tools([name])
        if missing:
            sys.exit(f"{name}: {missing[name]} - pip install '.[bench]'")
        print(name, flush=True)
        results["versions"][name] = found[0].version
        _run_tool(found[0], results)
    if "warc" in wanted:
        for name in READERS[1:]:
            results["versions"][name] = metadata.version(name)
        _run_readers(results)
    RESULTS.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _stored() -> Answer:
    if RESULTS.exists():
        stored: Answer = json.loads(RESULTS.read_text(encoding="utf-8"))
        return stored
    return {"versions": {}, "pages": [], "warc": [], "counts": []}


def _note(rows: list[Answer], row: str, what: str, name: str, outcome: str) -> None:
    """Put an outcome into the table, in the row of its fault."""
    for known in rows:
        if (known["row"], known["what"]) == (row, what):
            known["outcomes"][name] = outcome
            return
    rows.append({"row": row, "what": what, "outcomes": {name: outcome}})


# --- pages ------------------------------------------------------------------------------


def _run_tool(tool: Tool, results: Answer) -> None:
    for page in pages():
        answer = apart(lambda data=page.data: _read_page(tool, data, MARK))  # type: ignore[misc]
        _note(results["pages"], page.row, page.what, tool.name, _told(answer))
    data, sentence = cut_page()
    answer = apart(lambda: _read_page(tool, data, sentence))
    outcome = _told(answer)
    if outcome.startswith("✓"):
        outcome = "✓ flagged" if answer.get("flagged") else "unflagged"
    _note(results["pages"], "cut-page", "cut in the middle", tool.name, outcome)
    for row, what, given in (
        ("not-html", "files of other types: a text is given", files_that_are_no_pages()),
        ("no-article", "pages without an article: a text is given", pages_of_no_article()),
    ):
        answers = [apart(lambda one=one: _read_page(tool, one, "")) for one in given.values()]  # type: ignore[misc]
        _note(results["counts"], row, what, tool.name, _taken(answers))
    if tool.name in DECODERS:
        answer = apart(lambda: _read_charsets(tool), seconds=20 * SECONDS)
        for how in HOWS:
            _note(results["counts"], "charset", how, tool.name, answer.get(how) or _told(answer))


def _read_page(tool: Tool, data: bytes, sought: str) -> Answer:
    """Whether the text has what is sought, and what the clock says."""
    start = time.process_time()
    result = tool.run(data)
    seconds = time.process_time() - start
    text = tool.read(result, BODY_ONLY)
    text.encode()
    ours = tool.name == OURS
    flagged = ours and (not result or bool(getattr(result, "truncated", False)))
    squeezed = "".join(text.split())
    wanted = "".join(sought.split())
    dropped = "".join(block.text for block in result.dropped) if ours else ""
    return {
        "found": wanted in squeezed,
        "left out": bool(sought) and wanted in "".join(dropped.split()),
        "flagged": flagged,
        "chars": len(squeezed),
        "seconds": seconds,
    }


def _told(answer: Answer) -> str:
    """An answer in a word or two."""
    if "end" in answer:
        return str(answer["end"])
    known = ("flagged", "left out")
    words = "✓" if answer["found"] else next((name for name in known if answer[name]), "lost")
    return f"{words} {answer['seconds']:.1f} s" if answer["seconds"] > _SLOW else words


def _taken(answers: Sequence[Answer]) -> str:
    """How many were taken for an article, and how many made the tool fail."""
    taken = sum(answer.get("chars", 0) > 0 for answer in answers)
    died = sum(answer.get("end", "").startswith(("SIG", ">")) for answer in answers)
    return f"{taken} of {len(answers)}" + (f", {died} crashes" if died else "")


def _read_charsets(tool: Tool) -> Answer:
    """How many pages of each way to declare an encoding are read letter by letter."""
    right = dict.fromkeys(HOWS, 0)
    total = dict.fromkeys(HOWS, 0)
    for page in charset_pages():
        total[page.how] += 1
        right[page.how] += "".join(page.text.split()) in _everything(tool, page.data)
    return {how: f"{right[how]} of {total[how]}" for how in HOWS}


def _everything(tool: Tool, data: bytes) -> str:
    """All of a page's text that the tool gives: what is asked is only how it was decoded."""
    if tool.name == "justext":
        return "".join("".join(_justext_paragraphs(data)).split())
    try:
        result = tool.run(data)
    except Exception:  # noqa: BLE001 - the tool did not read the page, whatever it says
        return ""
    parts = [tool.read(result, BODY_ONLY)]
    if tool.name == OURS:
        parts += [block.text for block in result.dropped]
    return "".join("".join(parts).split())


def _justext_paragraphs(data: bytes) -> Iterator[str]:
    """Good or not: it finds most of these pages too short."""
    import justext

    return (part.text for part in justext.justext(data, frozenset(("the",))))


# --- archives ---------------------------------------------------------------------------


def _run_readers(results: Answer) -> None:
    for file in warc_files():
        for name in READERS:
            answer = apart(lambda name=name, file=file: _read_archive(name, file))  # type: ignore[misc]
            _note(results["warc"], file.row, file.what, name, _told_of_archive(answer, file))


def _read_archive(name: str, file: WarcFile) -> Answer:
    """Which records a reader gave as they were written, how many otherwise, and what it said."""
    right: set[int] = set()
    wrong = 0
    said = ""
    try:
        for number, body in _ITERATORS[name](file.data):
            if number < 0:
                said = "a row"
            elif body == warc_page(number):
                right.add(number)
            else:
                wrong += 1
    except BaseException as error:  # noqa: BLE001 - panics of Rust code are no Exception
        said = type(error).__name__
    return {"right": sorted(right), "wrong": wrong, "said": said}


def _number(name: str | None) -> int:
    return int((name or "").removeprefix("<urn:test:").removesuffix(">"))


def _ours(data: bytes) -> Iterator[tuple[int, bytes]]:
    from bodycopy.sources.record import Record, Refused
    from bodycopy.sources.span import Span
    from bodycopy.sources.warc import WarcReader
    from bodycopy.sources.window import Window

    for item in WarcReader(Window(io.BytesIO(data), len(data)), "a.warc.gz", Span(), "auto", True):
        if isinstance(item, Record) and isinstance(item.payload, bytes):
            yield _number(item.record_id), item.payload
        elif isinstance(item, Refused):
            yield -1, b""


def _fastwarc(data: bytes) -> Iterator[tuple[int, bytes]]:
    from fastwarc.warc import ArchiveIterator

    for one in ArchiveIterator(io.BytesIO(data), parse_http=True):
        yield _number(one.record_id), one.reader.read()


def _warcio(data: bytes) -> Iterator[tuple[int, bytes]]:
    from warcio.archiveiterator import ArchiveIterator

    for one in ArchiveIterator(io.BytesIO(data)):
        yield _number(one.rec_headers.get_header("WARC-Record-ID")), one.content_stream().read()


_ITERATORS: Mapping[str, Callable[[bytes], Iterator[tuple[int, bytes]]]] = {
    OURS: _ours,
    "fastwarc": _fastwarc,
    "warcio": _warcio,
}


def _told_of_archive(answer: Answer, file: WarcFile) -> str:
    if "end" in answer:
        return str(answer["end"])
    sound = len(file.sound.intersection(answer["right"]))
    words = [f"{sound} of {len(file.sound)}"]
    if answer["wrong"]:
        words.append(f"{answer['wrong']} wrong")
    if file.row:
        words.append(answer["said"] or "says nothing")
    return ", ".join(words)


# --- a process for each -----------------------------------------------------------------


def apart(job: Callable[[], Answer], seconds: int = SECONDS) -> Answer:
    """What the job gives in a process of its own; how that ended, if not well.

    The process has so many seconds of processor time more than its imports took, and ``end``
    in the answer is ``> 10 s``, ``> 3 GiB``, the signal that killed it, or the exception's name.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _work(job, writing, seconds)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        data = pipe.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        over_time = number in (signal.SIGXCPU, signal.SIGKILL)
        return {"end": f"> {seconds} s" if over_time else signal.Signals(number).name}
    answer: Answer = json.loads(data)
    return answer


def _work(job: Callable[[], Answer], pipe: int, seconds: int) -> None:
    """Do the job under its limits, send the answer, and leave."""
    quiet()
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
    try:
        answer = job()
    except MemoryError:
        answer = {"end": "> 3 GiB"}
    except BaseException as error:  # noqa: BLE001 - what a tool raises is what is asked
        answer = {"end": type(error).__name__}
    with os.fdopen(pipe, "wb") as file:
        file.write(json.dumps(answer).encode())
    os._exit(0)


if __name__ == "__main__":
    bodycopy.extract("<p>x")  # the weights are read before anything is forked
    main()
