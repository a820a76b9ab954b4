"""``bodycopy convert``: from a stored record to any format."""

import gzip
import json
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from authored import source
from bodycopy import Article, InputError, Verdict, cli, extract
from bodycopy.commands.convert import read_record
from bodycopy.render import FORMATS, csv_header, render, to_csv_row, to_html, to_json, to_markdown
from records import NO_STREET, STREET

Capture = pytest.CaptureFixture[bytes]


def stored(path: Path, *records: Article | Verdict, indent: int | None = None) -> str:
    """The name of a file with these records."""
    text = "\n".join(to_json(record, indent=indent) for record in records)
    path.write_text(text + "\n", encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("name", FORMATS)
def test_one_record(name: str, indent: int | None, tmp_path: Path, capfdbinary: Capture) -> None:
    """Printed as ``extract`` prints it, whether it was stored in one line or in many."""
    file = stored(tmp_path / "a.json", STREET, indent=indent)
    assert cli.main(["convert", file, "--format", name]) == 0
    out, err = capfdbinary.readouterr()
    assert out.decode().removesuffix("\n").removesuffix("\r") == render(STREET, name)
    assert err == b""


def test_nothing_is_lost_on_the_way(tmp_path: Path, capfdbinary: Capture) -> None:
    """Extracted and stored, then converted, is the same as extracted to that format."""
    page = tmp_path / "page.html"
    page.write_bytes(source("de_regional_daily"))
    cli.main(["extract", str(page), "--format", "json"])
    record = tmp_path / "a.json"
    record.write_bytes(capfdbinary.readouterr().out)
    for name in ("markdown", "html", "tei", "ninjs", "jsonld", "csv"):
        cli.main(["extract", str(page), "--format", name])
        direct = capfdbinary.readouterr().out
        assert cli.main(["convert", str(record), "--format", name]) == 0
        assert capfdbinary.readouterr().out == direct


def test_choices_reach_the_renderer(tmp_path: Path, capfdbinary: Capture) -> None:
    """What is shown is what the flags say."""
    file = stored(tmp_path / "a.json", STREET)
    assert cli.main(["convert", file, "--format", "html", "--document", "--no-standfirst"]) == 0
    expected = to_html(STREET, document=True, standfirst=False)
    assert capfdbinary.readouterr().out.decode() == expected + "\n"


def test_lines_make_lines(tmp_path: Path, capfdbinary: Capture) -> None:
    """A line for each article; verdicts are told and counted."""
    file = stored(tmp_path / "a.jsonl", STREET, NO_STREET, STREET)
    assert cli.main(["convert", file, "--format", "markdown"]) == 0
    out, err = capfdbinary.readouterr()
    line = {"url": STREET.url, "markdown": to_markdown(STREET)}
    assert [json.loads(found) for found in out.splitlines()] == [line, line]
    assert err.decode().splitlines() == [
        f"bodycopy: {file}:2: no article: too_short: 41 characters",
        f"bodycopy: {file}: 3 records: 2 articles, 1 verdicts, 0 that cannot be read",
    ]


@pytest.mark.parametrize("name", ["json", "jsonld", "ninjs"])
def test_lines_of_objects(name: str, tmp_path: Path, capfdbinary: Capture) -> None:
    """Formats that are JSON are JSON lines; the verdict too, for who reads our own."""
    file = stored(tmp_path / "a.ndjson", STREET, NO_STREET)
    assert cli.main(["convert", file, "--format", name]) == 0
    found = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    assert found[0] == json.loads(render(STREET, name))
    assert found[1:] == ([NO_STREET.to_dict()] if name == "json" else [])


def test_lines_of_csv(tmp_path: Path, capfdbinary: Capture) -> None:
    """One header, a row for each article."""
    file = stored(tmp_path / "a.jsonl", STREET, STREET)
    assert cli.main(["convert", file, "--format", "csv"]) == 0
    row = to_csv_row(STREET)
    assert capfdbinary.readouterr().out.decode() == f"{csv_header()}\r\n{row}\r\n{row}\r\n"


@pytest.mark.parametrize("packed", [False, True])
def test_lines_are_seen_in_a_pipe(
    packed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: Capture
) -> None:
    """Without a name: a second line behind a whole record; gzip is unpacked."""
    data = Path(stored(tmp_path / "a", STREET, STREET)).read_bytes()
    data = gzip.compress(data) if packed else data
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(data)))
    assert cli.main(["convert", "-", "--format", "text"]) == 0
    assert capfdbinary.readouterr().out.count(b"\n") == 2


def test_one_line_is_lines_when_asked_for(tmp_path: Path, capfdbinary: Capture) -> None:
    """``--lines`` makes the output the same for one record as for a thousand."""
    file = stored(tmp_path / "a", STREET)
    assert cli.main(["convert", file, "--lines"]) == 0
    assert json.loads(capfdbinary.readouterr().out)["url"] == STREET.url


def test_what_a_batch_wrote(tmp_path: Path, capfdbinary: Capture) -> None:
    """Parts of a run are read as they are: gzipped lines without the blocks that were dropped."""
    pytest.importorskip("fastwarc")
    page = tmp_path / "page.html"
    page.write_bytes(source("de_regional_daily"))
    out = tmp_path / "articles"
    run = ["batch", str(page), "-o", str(out), "--format", "jsonl", "--workers", "1", "--quiet"]
    assert cli.main(run) == 0
    (part,) = (path for path in out.rglob("*.jsonl.gz") if "rejected" not in str(path))
    capfdbinary.readouterr()
    assert cli.main(["convert", str(part), "--format", "markdown"]) == 0
    record = extract(page.read_bytes(), url=None)
    assert isinstance(record, Article)
    (line,) = capfdbinary.readouterr().out.splitlines()
    found = json.loads(line)["markdown"]
    assert found.startswith(f"# {record.headline}")


@pytest.mark.parametrize("arguments", [[], ["--lines"]])
def test_a_verdict_is_no_article(
    arguments: list[str], tmp_path: Path, capfdbinary: Capture
) -> None:
    """The reason on standard error, and the exit code of ``extract``."""
    file = stored(tmp_path / "a", NO_STREET)
    assert cli.main(["convert", file, *arguments]) == 3
    out, err = capfdbinary.readouterr()
    assert out == b""
    assert b"no article: too_short: 41 characters" in err


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (b"", "no JSON"),
        (b"[1]", "no record: it is no JSON object"),
        (b"{}", "schema_version None"),
        (b'{"schema_version": 1, "body": 7}', "Expected `array`, got `int` - at `$.body`"),
        (b'{"schema_version": 1, "kind": "book"}', "at `$.kind`"),
        (b"{" * 5 + b"\xff", "no JSON"),
        (b'{"kind": "\xc4"}', "no JSON"),
        (b"[" * 100_000, "no JSON"),
    ],
)
def test_what_is_no_record(
    text: bytes, complaint: str, tmp_path: Path, capfdbinary: Capture
) -> None:
    """It is said what is wrong and where; other lines are converted all the same."""
    with pytest.raises(InputError) as raised:
        read_record(text)
    assert complaint in str(raised.value)
    path = tmp_path / "a.jsonl"
    path.write_bytes(to_json(STREET, indent=None).encode() + b"\n" + text + b"\n")
    code = cli.main(["convert", str(path)])
    out, err = capfdbinary.readouterr()
    assert out.count(b"\n") == 1
    if text:
        assert code == 1
        assert err.decode().startswith(f"bodycopy: {path}:2: ")
    single = tmp_path / "a.json"
    single.write_bytes(text)
    assert cli.main(["convert", str(single)]) == 1


def test_a_stream_that_is_cut(tmp_path: Path, capfdbinary: Capture) -> None:
    """What can be read is converted; the exit code says that it is not all."""
    path = tmp_path / "a.jsonl.gz"
    lines = "\n".join([to_json(STREET, indent=None)] * 2000).encode()
    path.write_bytes(gzip.compress(lines)[:-9])
    assert cli.main(["convert", str(path)]) == 1
    out, err = capfdbinary.readouterr()
    assert out.count(b"\n") > 1000
    assert b"cannot be read to its end" in err


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["{file}.gone"], "cannot be read: No such file or directory"),
        (["{file}", "--format", "json", "--links"], "links cannot be chosen in the format json"),
        (["{file}", "--format", "pdf"], "invalid choice: 'pdf'"),
        (["{file}", "--min-chars", "3"], "unrecognized arguments: --min-chars 3"),
    ],
)
def test_the_callers_mistakes(
    arguments: list[str], complaint: str, tmp_path: Path, capfdbinary: Capture
) -> None:
    """One line, exit code 2, nothing printed."""
    file = stored(tmp_path / "a.json", STREET)
    assert cli.main(["convert", *(argument.format(file=file) for argument in arguments)]) == 2
    out, err = capfdbinary.readouterr()
    assert out == b""
    assert complaint in err.decode()
    assert err.count(b"\n") == 1
