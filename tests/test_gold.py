"""Gold rows: what they hold, how they are read, and that none is lost while they are added."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest

import bodycopy
from bodycopy import InputError, Options, UsageError
from bodycopy.gold import GoldBlock, GoldPage, append_gold, gold_page, page_id, read_gold
from bodycopy.roles import Role

PAGE = Path(__file__).parent / "pages" / "de_regional_daily" / "source.html"


def page(name: str = "one", **known: object) -> GoldPage:
    """An article of two blocks."""
    blocks = (
        GoldBlock("Brücke gesperrt", Role.HEADLINE),
        GoldBlock("Sie bleibt zu.", Role.PARAGRAPH),
    )
    return GoldPage(**{"id": name, "blocks": blocks, "page_type": "article", **known})


def test_a_page_comes_back_as_it_was_added(tmp_path: Path) -> None:
    """Every field survives, and the file is plain JSON lines with the letters as they are."""
    path = tmp_path / "gold.jsonl"
    pages = [page(html="<p>Sie bleibt zu.\n", url="https://bote.example/1"), page("two", notes="?")]
    for one in pages:
        append_gold(path, one)
    assert list(read_gold(path)) == pages
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2
    assert "Brücke" in lines[0]
    assert "notes" not in lines[0]


def test_a_gzipped_file_is_read_but_not_added_to(tmp_path: Path) -> None:
    """Reading unpacks by the bytes, not by the name; adding says what to do."""
    path = tmp_path / "gold.jsonl"
    path.write_bytes(gzip.compress(page().to_json() + b"\n\n" + page("two").to_json()))
    before = path.read_bytes()
    assert [one.id for one in read_gold(path)] == ["one", "two"]
    with pytest.raises(UsageError, match="gzipped: unpack it"):
        append_gold(path, page())
    assert path.read_bytes() == before


def test_a_file_cut_in_its_gzip_says_so(tmp_path: Path) -> None:
    """What can be read is given, and then the fault."""
    path = tmp_path / "gold.jsonl.gz"
    path.write_bytes(gzip.compress(page().to_json() + b"\n")[:-6])
    with pytest.raises(InputError, match="cannot be read to its end"):
        list(read_gold(path))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (('"headline"', '"heading"'), r"'heading' - at `\$\.blocks\[0\]\.role`; there are para"),
        (('"article"', '"news"'), "no page_type 'news'; there are article, liveblog"),
        (('"id":"one"', '"id":""'), "id is empty: give the page a name"),
        (('"blocks"', '"block"'), "missing required field `blocks`"),
        (('{"id"', '{"html":"","source_text":"","id"'), "html or source_text"),
        (("{", "{{"), "JSON is malformed"),
        (('"Sie bleibt zu."', "7"), r"Expected `str`, got `int` - at `\$\.blocks\[1\]\.text`"),
    ],
)
def test_a_bad_line_is_named_with_what_would_be_right(
    tmp_path: Path, change: tuple[str, str], message: str
) -> None:
    """File, line and place; the rows before it are given first."""
    path = tmp_path / "gold.jsonl"
    good = page().to_json().decode()
    path.write_text(f"{good}\n\n{good.replace(*change, 1)}\n", encoding="utf-8")
    rows = read_gold(path)
    assert next(rows) == page()
    with pytest.raises(InputError, match=rf"gold\.jsonl:3: .*{message}"):
        next(rows)


def test_a_file_that_is_not_there_is_the_callers_mistake(tmp_path: Path) -> None:
    """So is a folder, and a folder to write into that does not exist."""
    with pytest.raises(UsageError, match="cannot be read: No such file"):
        next(read_gold(tmp_path / "none.jsonl"))
    with pytest.raises(UsageError, match="cannot be read: Is a directory"):
        next(read_gold(tmp_path))
    with pytest.raises(UsageError, match="cannot be written: No such file"):
        append_gold(tmp_path / "none" / "gold.jsonl", page())


def test_half_a_character_cannot_be_stored(tmp_path: Path) -> None:
    """A lone surrogate is no text; the file is not touched."""
    path = tmp_path / "gold.jsonl"
    with pytest.raises(UsageError, match="own/one holds half a character"):
        append_gold(path, page(html="\ud800"))
    assert not path.exists()


def test_what_a_killed_writer_left_spoils_one_line(tmp_path: Path) -> None:
    """The next row begins on a line of its own."""
    path = tmp_path / "gold.jsonl"
    path.write_bytes(page().to_json() + b"\n" + page().to_json()[:20])
    append_gold(path, page("two"))
    lines = path.read_bytes().splitlines()
    assert GoldPage.from_json(lines[0]) == page()
    assert GoldPage.from_json(lines[2]) == page("two")


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are not there")
def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    """Half a line is taken back, and the caller is told."""
    path = tmp_path / "gold.jsonl"
    append_gold(path, page())
    script = (
        "import resource, signal, sys; from bodycopy.gold import *\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))\n"
        "row = GoldPage(id='x', blocks=(), page_type='article', html='x' * 1000)\n"
        "append_gold(sys.argv[1], row)"
    )
    done = _python(script, path)
    assert done.returncode != 0
    assert "UsageError" in done.stderr
    assert "cannot be written: File too large" in done.stderr
    assert list(read_gold(path)) == [page()]


def test_rows_of_many_writers_all_arrive_whole(tmp_path: Path) -> None:
    """Two processes with four threads each add long rows at the same time: none is torn."""
    path = tmp_path / "gold.jsonl"
    script = (
        "import sys; from concurrent.futures import ThreadPoolExecutor\n"
        "from bodycopy.gold import *\n"
        "def add(n): append_gold(sys.argv[1], GoldPage(id=f'{sys.argv[2]}-{n}', blocks=(),"
        " page_type='other', html='x' * 90_000))\n"
        "with ThreadPoolExecutor(4) as pool: list(pool.map(add, range(20)))"
    )
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda name: _python(script, path, name), ("a", "b")))
    assert [one.stderr for one in done] == ["", ""]
    names = {one.id for one in read_gold(path)}
    assert names == {f"{name}-{number}" for name in "ab" for number in range(20)}


def _python(script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", script, *map(os.fspath, arguments)]  # type: ignore[arg-type]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_record_becomes_gold_with_its_corrections() -> None:
    """All blocks of the page in its order, in the record's roles but for those corrected."""
    html = PAGE.read_text(encoding="utf-8")
    record = bodycopy.extract(html, options=Options(dateline_in_text=True))
    assert isinstance(record, bodycopy.Article)
    wrong = record.body[1].index
    gold = gold_page(record, html=html, roles={wrong: "caption"}, notes="not the body")
    assert gold.id == page_id(html)
    assert len(gold.blocks) == len(record.body) + len(record.dropped)
    assert [block.role for block in gold.blocks if block.text == record.body[1].text] == ["caption"]
    assert gold.body == "\n\n".join(b.text for b in record.body if b.index != wrong)
    assert GoldPage.from_json(gold.to_json()) == gold
    assert GoldPage.from_dict(msgspec.to_builtins(gold)) == gold


def test_a_verdict_becomes_gold_too() -> None:
    """A page without an article has blocks all the same, and a type that can be corrected."""
    verdict = bodycopy.extract("<p>Short.")
    gold = gold_page(verdict, html="<p>Short.", page_type="stub")
    assert (gold.page_type, len(gold.blocks)) == ("stub", 1)


def test_a_correction_that_cannot_be_meant_is_refused() -> None:
    """No such role, no such block."""
    record = bodycopy.extract("<p>Short.")
    with pytest.raises(UsageError, match="no role 'body'; there are paragraph"):
        gold_page(record, roles={0: "body"})
    with pytest.raises(UsageError, match="no block of index 7"):
        gold_page(record, roles={7: "paragraph"})
    with pytest.raises(UsageError, match="no role 'body'"):
        GoldBlock("x", "body")  # type: ignore[arg-type]
