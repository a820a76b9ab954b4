"""What a corpus holds: counts that are right, and a page that needs nothing from elsewhere."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.authored import NAMES, source
from tests.batches import run_inline
from tests.warcs import packed, record

from bodycopy import UsageError
from bodycopy.batch.stats import Chart, Stats, measure_corpus
from bodycopy.batch.stats_page import stats_page
from bodycopy.batch.timeline import timeline
from bodycopy.cli import main
from bodycopy.sinks.columns import choose


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run over the authored pages, as Parquet and as JSON lines."""
    folder = tmp_path_factory.mktemp("stats")
    pages = [packed(record(number, source(name)), "gzip") for number, name in enumerate(NAMES)]
    (folder / "in.warc.gz").write_bytes(b"".join(pages))
    run_inline(folder / "parquet", folder / "in.warc.gz")
    run_inline(folder / "jsonl", folder / "in.warc.gz", format="jsonl")
    return folder


def charts(stats: Stats) -> dict[str, dict[str, int]]:
    """The counts by title."""
    return {chart.title: dict(chart.rows) for chart in stats.charts}


def test_the_counts_are_those_of_the_pages(corpus: Path) -> None:
    """Outcomes, languages, lengths and fields of the authored pages, each counted once."""
    stats = measure_corpus(corpus / "parquet")
    found = charts(stats)
    assert (stats.read, stats.complete, stats.sites) == (len(NAMES), True, 1)
    assert sum(found["What became of the pages"].values()) == len(NAMES)
    assert found["What became of the pages"]["articles"] == stats.articles
    assert found["Languages"]["de"] == 2
    assert sum(found["Characters of text"].values()) == stats.articles
    assert found["Fields found"]["headline"] == stats.articles
    assert found["Sites"] == {"ell-valley-herald.example": stats.articles}


def test_both_formats_give_the_same_counts(corpus: Path) -> None:
    """Parquet and JSON lines of one input hold the same corpus."""
    parquet, jsonl = (charts(measure_corpus(corpus / name)) for name in ("parquet", "jsonl"))
    assert parquet == jsonl


def test_columns_that_were_left_out_are_left_out(corpus: Path, tmp_path: Path) -> None:
    """A corpus of texts alone has lengths and outcomes, and no empty charts."""
    run_inline(tmp_path / "o", corpus / "in.warc.gz", columns=choose(["text"]))
    assert set(charts(measure_corpus(tmp_path / "o"))) == {
        "What became of the pages",
        "Characters of text",
        "Sites",
    }


def test_a_folder_that_is_no_corpus_is_refused(tmp_path: Path) -> None:
    """A typing error must not look like an empty corpus."""
    with pytest.raises(UsageError, match="holds nothing that `bodycopy batch` wrote"):
        measure_corpus(tmp_path)


# the timeline


def test_a_month_is_shown_by_day_without_gaps() -> None:
    """Days without an article stand there with none."""
    assert timeline({"2026-02-27": 3, "2026-03-02": 1}) == (
        ("2026-02-27", 3), ("2026-02-28", 0), ("2026-03-01", 0), ("2026-03-02", 1),
    )  # fmt: skip


def test_years_are_shown_by_month_and_decades_by_year() -> None:
    """The finest steps that are still legible."""
    assert [label for label, _ in timeline({"2025-11-03": 1, "2026-02-01": 1})] == [
        "2025-11", "2025-12", "2026-01", "2026-02",
    ]  # fmt: skip
    assert [label for label, _ in timeline({"1999": 1, "2001-02": 1})] == ["1999", "2000", "2001"]


def test_wrong_dates_do_not_stretch_the_scale() -> None:
    """One article of the year 1970 and one of 2099 among hundreds are earlier and later."""
    days = {"1970-01-01": 1, "2026-01-01": 300, "2026-01-02": 300, "2099-01-01": 1}
    assert timeline(days) == (
        ("earlier", 1), ("2026-01-01", 300), ("2026-01-02", 300), ("later", 1),
    )  # fmt: skip


def test_what_is_no_date_is_passed_over() -> None:
    """Nothing to show is nothing shown."""
    assert timeline({"": 1, "soon": 2, "2026-13": 3}) == ()


# the page


class Elements(HTMLParser):
    """Which elements open and close, and what they load."""

    VOID = frozenset({"meta"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self.open.append(tag)
        self.loads += [value or "" for name, value in attrs if name in {"src", "href"}]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None: ...


def test_the_page_is_whole_and_loads_nothing(corpus: Path) -> None:
    """Every element is closed, every chart is there, and nothing is fetched."""
    stats = measure_corpus(corpus / "parquet")
    page = stats_page(stats)
    elements = Elements()
    elements.feed(page)
    assert not elements.open
    assert not elements.loads
    assert "url(" not in page
    assert "@import" not in page
    assert re.findall("<h2>(.*?)</h2>", page) == [chart.title for chart in stats.charts]


def test_labels_of_pages_are_no_markup() -> None:
    """A section that is called <script> is shown as such."""
    chart = Chart(title="Sections", rows=(("<script>alert(1)</script>", 3),))
    stats = Stats(
        name="<b>", articles=3, read=3, characters=9, sites=1, languages=1,
        complete=True, charts=(chart,),
    )  # fmt: skip
    page = stats_page(stats)
    assert "<script" not in page
    assert "<b>&" not in page
    assert "&lt;script&gt;" in page


def test_the_command_prints_tables_and_writes_the_page(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Tables on standard output, the page where it was asked for; JSON for programs."""
    folder = str(corpus / "parquet")
    assert main(["stats", folder, "--html", str(tmp_path / "page.html")]) == 0
    assert "Languages" in capsys.readouterr().out
    assert (tmp_path / "page.html").read_text().startswith("<!DOCTYPE html>")
    assert main(["stats", folder, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["read"] == len(NAMES)
    assert (corpus / "parquet" / "_stats.html").exists()
    assert main(["stats", str(tmp_path)]) == 2
