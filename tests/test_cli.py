"""The command line: what it prints, what it says when it cannot, and its exit codes."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import IO, Any

import pytest
from msgspec.structs import replace

import bodycopy
from bodycopy import Article, Comment, Image, Mark, MarkKind, Options, Verdict, cli
from bodycopy.commands import extract as extract_command
from bodycopy.render import FORMATS, render, to_json, to_markdown, to_text
from bodycopy.scan import SCANNER
from records import NO_STREET, STREET, block

Answer = Callable[[Article | Verdict], list[Any]]


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Answer:
    """Makes ``extract`` answer with a record; the calls to it are kept in the list."""

    def arrange(record: Article | Verdict) -> list[Any]:
        calls: list[Any] = []

        def extract(html: bytes, **named: object) -> Article | Verdict:
            calls.append((html, named))
            return record

        monkeypatch.setattr(extract_command, "extract", extract)
        monkeypatch.setattr(extract_command, "extract_text", extract)
        return calls

    return arrange


@pytest.fixture
def page(tmp_path: Path) -> str:
    """The name of an HTML file."""
    path = tmp_path / "page.html"
    path.write_bytes(b"<p>The first bus came at six.")
    return str(path)


def run(
    *arguments: str, env: dict[str, str] | None = None, stdout: int | IO[bytes] = subprocess.PIPE
) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own, where ``extract`` answers with STREET.

    Exits with 99 where the terminal library was loaded without need.
    """
    code = (
        "import sys, records; from bodycopy import cli\n"
        "from bodycopy.commands import extract as extract_command\n"
        "extract_command.extract = lambda *_, **__: records.STREET\n"
        "code = cli.main()\n"
        "sys.exit(99 if 'rich' in sys.modules and '--explain' not in sys.argv else code)"
    )
    places = [str(Path(__file__).parent), str(Path(bodycopy.__file__).parents[1])]
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(places)} | (env or {}),
        stdout=stdout,
        stderr=subprocess.PIPE,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("arguments", "render"),
    [
        ([], to_text),
        (["--format", "text"], to_text),
        (["--format", "markdown"], to_markdown),
        (["--format", "json"], to_json),
    ],
)
def test_formats(
    arguments: list[str],
    render: Callable[[Article], str],
    answer: Answer,
    page: str,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    """Each format is what its renderer gives, with one line break at the end; text by default."""
    answer(STREET)
    assert cli.main(["extract", page, *arguments]) == 0
    assert capfdbinary.readouterr() == (f"{render(STREET)}\n".encode(), b"")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_printed(
    name: str, answer: Answer, page: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """What the package can write, the command prints."""
    answer(STREET)
    assert cli.main(["extract", page, "--format", name]) == 0
    out = capfdbinary.readouterr().out.decode()
    assert out == render(STREET, name) + ("\r\n" if name == "csv" else "\n")


@pytest.mark.parametrize(
    ("flags", "choices"),
    [
        (["--emphasis", "--images"], {"emphasis": True, "images": True}),
        (["--comments", "--no-standfirst"], {"comments": True, "standfirst": False}),
        (
            ["--no-emphasis", "--links", "--tables"],
            {"emphasis": False, "links": True, "tables": True},
        ),
    ],
)
@pytest.mark.parametrize("command", ["extract", "text"])
def test_flags_choose_what_is_shown(
    command: str,
    flags: list[str],
    choices: dict[str, bool],
    answer: Answer,
    page: str,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    """They are the choices of the renderers; what is not named is left to the format."""
    rich_street = replace(
        STREET,
        body=(block("paragraph", "So it is.", marks=(Mark(0, 2, MarkKind.STRONG),)),),
        images=(Image(url="https://example.org/a.jpg", caption="A bus"),),
        comments=(Comment(author="Ada", body=(block("paragraph", "Fine."),)),),
    )
    answer(rich_street)
    assert cli.main([command, page, "--format", "markdown", *flags]) == 0
    out = capfdbinary.readouterr().out.decode()
    assert out == to_markdown(rich_street, **choices) + "\n"


def test_everything_said_reaches_extract(answer: Answer, page: str) -> None:
    """Bytes, address, header and option arrive as they were given."""
    calls = answer(STREET)
    where = ["--url", "https://example.org/a", "--content-type", "text/html; charset=koi8-r"]
    assert cli.main(["extract", page, *where, "--min-chars", "7"]) == 0
    assert calls == [
        (
            b"<p>The first bus came at six.",
            {
                "url": "https://example.org/a",
                "content_type": "text/html; charset=koi8-r",
                "options": Options(min_chars=7),
            },
        )
    ]


def test_nothing_said_is_nothing_claimed(answer: Answer, page: str) -> None:
    """Without flags, extract hears of no address, no header and the default options."""
    calls = answer(STREET)
    cli.main(["extract", page])
    assert calls[0][1] == {"url": None, "content_type": None, "options": Options()}


def test_dash_reads_bytes_from_standard_input(
    answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``-`` takes the page from a pipe, byte for byte, whatever its charset."""
    calls = answer(STREET)
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(b"\xff\xfe<\0p\0")))
    assert cli.main(["extract", "-"]) == 0
    assert calls[0][0] == b"\xff\xfe<\0p\0"


def test_no_article_is_said_on_standard_error(
    answer: Answer, page: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """A page without an article prints nothing, says why in one line, and exits with 3."""
    answer(NO_STREET)
    assert cli.main(["extract", page]) == 3
    out, err = capfdbinary.readouterr()
    assert out == b""
    assert err.decode() == f"bodycopy: {page}: no article: too_short: 41 characters\n"


def test_no_article_as_json(
    answer: Answer, page: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Who reads JSON gets the verdict as JSON, beside the line and the exit code."""
    answer(NO_STREET)
    assert cli.main(["extract", page, "--format", "json"]) == 3
    out, err = capfdbinary.readouterr()
    assert Verdict.from_dict(json.loads(out)) == NO_STREET
    assert err.count(b"\n") == 1


def test_explain_shows_every_block(
    answer: Answer, page: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """``--explain`` draws the page; in a pipe without colour."""
    answer(STREET)
    assert cli.main(["extract", page, "--explain"]) == 0
    out = capfdbinary.readouterr().out.decode()
    assert "5 ┊ ad_label    .88   Advertisement\n" in out
    assert "\x1b" not in out


def test_explain_of_a_page_without_article(
    answer: Answer, page: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """The explanation ends with the verdict; the exit code is 3 all the same."""
    answer(NO_STREET)
    assert cli.main(["extract", page, "--explain"]) == 3
    out, err = capfdbinary.readouterr()
    assert out.endswith(b"\nno article: too_short: 41 characters\n")
    assert err == b""


@pytest.mark.parametrize(
    ("choice", "terminal", "environment", "colored"),
    [
        ("always", False, {"NO_COLOR": "1"}, True),
        ("never", True, {}, False),
        ("auto", True, {}, True),
        ("auto", False, {}, False),
        ("auto", True, {"NO_COLOR": "1"}, False),
        ("auto", True, {"TERM": "dumb"}, False),
    ],
)
def test_color(
    choice: str,
    terminal: bool,
    environment: dict[str, str],
    colored: bool,
    answer: Answer,
    page: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Colour where somebody looks at it: on a terminal, unless NO_COLOR or the flag says no."""
    out = BytesIO()
    stream = TextIOWrapper(out)
    monkeypatch.setattr(stream, "isatty", lambda: terminal, raising=False)
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    answer(STREET)
    cli.main(["extract", page, "--explain", "--color", choice])
    assert (b"\x1b[" in out.getvalue()) is colored


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ([], "the following arguments are required: COMMAND (see: bodycopy --help)"),
        (["extract"], "the following arguments are required: FILE (see: bodycopy extract --help)"),
        (["extract", "{page}", "--min-chars", "-1"], "min_chars must be a number from 0, not -1"),
        (
            ["extract", "{page}", "--explain", "--format", "json"],
            "argument --format: not allowed with argument --explain",
        ),
        (["extract", "{page}", "--format", "pdf"], "invalid choice: 'pdf'"),
        (["extract", "{page}", "--images"], "images cannot be chosen in the format text"),
        (["extract", "{page}", "--explain", "--images"], "--images is for formats: --explain"),
        (["extract", "{page}", "--url", "\udcff"], r"--url: not valid UTF-8: '\udcff'"),
        (["extract", "{page}", "--fast"], "unrecognized arguments: --fast"),
        (["extract", "{page}.gone"], "does not exist: give an HTML file, or - for standard input"),
        (["extract", "{page}/.."], "cannot be read: Not a directory"),
        (["extract", "{folder}"], "is a directory: give an HTML file, or - for standard input"),
        (["extract", "https://example.org/a"], "give its file, with --url https://example.org/a"),
    ],
)
def test_the_callers_mistakes(
    arguments: list[str],
    complaint: str,
    answer: Answer,
    page: str,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    """One line says what is wrong and how to do it right; nothing is extracted, exit code 2."""
    calls = answer(STREET)
    folder = str(Path(page).parent)
    given = [argument.format(page=page, folder=folder) for argument in arguments]
    assert cli.main(given) == 2
    out, err = capfdbinary.readouterr()
    assert (out, calls) == (b"", [])
    assert err.decode().startswith("bodycopy: ")
    assert complaint in err.decode()
    assert err.count(b"\n") == 1


def test_interrupt_is_quiet(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends the command without a traceback, with the exit code that shells expect."""

    def interrupted(*_: object, **__: object) -> Article:
        raise KeyboardInterrupt

    monkeypatch.setattr(extract_command, "extract", interrupted)
    assert cli.main(["extract", page]) == 130


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    """``--version`` names the package, its version and the scan that works in it."""
    with pytest.raises(SystemExit, match="0"):
        cli.main(["--version"])
    out = capsys.readouterr().out
    assert out.startswith(f"bodycopy {bodycopy.__version__} ({SCANNER} scan")


def test_help_lists_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    """Who writes a script around the command finds the codes in its help."""
    with pytest.raises(SystemExit, match="0"):
        cli.main(["extract", "--help"])
    assert "3  there is no article" in capsys.readouterr().out


def test_output_is_utf8_whatever_the_locale(page: str) -> None:
    """In a locale that knows only ASCII, the bars and dots still come out as UTF-8."""
    ascii_only = {"PYTHONIOENCODING": "ascii", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    done = run("extract", page, "--explain", env={"LC_ALL": "C", **ascii_only})
    assert (done.returncode, done.stderr) == (0, b"")
    assert "┃ body     3 paragraph 2 · subheading 1" in done.stdout.decode("utf-8")


def test_broken_pipe_is_quiet(page: str) -> None:
    """``bodycopy extract page.html | head -0``: no traceback, and no failure either."""
    read, write = os.pipe()
    os.close(read)
    done = run("extract", page, stdout=write)
    os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_full_disk_is_an_error(page: str) -> None:
    """Output that is lost is said to be lost, with an exit code of its own."""
    with Path("/dev/full").open("wb") as full:
        done = run("extract", page, stdout=full)
    assert done.returncode == 1
    assert done.stderr.startswith(b"bodycopy: the output cannot be written: ")
    assert done.stderr.count(b"\n") == 1


def test_module_runs_as_the_command() -> None:
    """``python -m bodycopy`` is the same command under the same name."""
    done = subprocess.run(
        [sys.executable, "-m", "bodycopy", "extract"], capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 2
    assert done.stderr.startswith(b"bodycopy: the following arguments are required: FILE")


def test_rich_is_loaded_only_to_explain(page: str) -> None:
    """Printing an article does not wait for the terminal library."""
    assert run("extract", page, "--format", "markdown").returncode == 0


def test_right_to_left_text_is_printed_as_it_is(
    answer: Answer, page: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """The letters go out in reading order; turning them is the terminal's work."""
    answer(Article(body=(block("paragraph", "صباح الخير"),)))
    cli.main(["extract", page])
    assert capfdbinary.readouterr().out.decode() == "صباح الخير\n"
