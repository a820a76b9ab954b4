"""The inspection and its screen: what is in them, and that they need nothing from elsewhere."""

import base64
import hashlib
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from importlib import resources
from pathlib import Path

import msgspec
import pytest

import bodycopy
from authored import NAMES, PAGES, source
from bodycopy import Options, Reason, UsageError
from bodycopy.cli import main
from bodycopy.decode import decode
from bodycopy.gold import GoldPage
from bodycopy.inspector import (
    EXAMPLES,
    Inspection,
    content_security_policy,
    encode_inspection,
    inspect_page,
    inspect_text,
    inspector_page,
)
from bodycopy.inspector.verdicts import VERDICTS
from bodycopy.roles import BODY_ROLES

TEXTS = Path(__file__).parent / "texts"


@pytest.mark.parametrize("name", NAMES)
def test_record_and_blocks_are_those_of_extract(name: str) -> None:
    """The record is what extract gives; every row of the tape is a block, in order, whole."""
    html = source(name)
    inspection = inspect_page(html, url="https://example.org/a")
    assert inspection.record == bodycopy.extract(html, url="https://example.org/a")
    assert [block.index for block in inspection.blocks] == list(range(len(inspection.blocks)))
    families = {block.index: block.family for block in inspection.blocks}
    body = inspection.record.body if isinstance(inspection.record, bodycopy.Article) else ()
    for block in body:
        assert all(families[row] == "body" for row in range(block.index, block.index + block.span))
    for block in inspection.record.dropped:
        assert inspection.blocks[block.index].role is block.role


def test_inspections_are_json_and_come_back() -> None:
    """What the server sends is the inspection, to the last field."""
    inspection = inspect_page(source("en_broadsheet"))
    decoded = msgspec.json.decode(encode_inspection(inspection), type=Inspection)
    assert decoded == inspection
    plain = json.loads(encode_inspection(inspection))
    assert plain["record"]["kind"] == "article"
    assert plain["blocks"][0]["why"]["decided"] == "network"


def test_text_has_chances_and_reasons() -> None:
    """Of every line of flattened text the likeliest roles are told, and what spoke for them."""
    text = (TEXTS / "de_regional_daily.txt").read_bytes()
    inspection = inspect_text(text, language="de")
    assert inspection.kind == "text"
    assert inspection.record == bodycopy.extract_text(text, language="de")
    assert any(block.role in BODY_ROLES for block in inspection.blocks)
    for block in inspection.blocks:
        assert block.why.chances
        assert block.why.start is not None
        assert block.why.pro or block.why.con


@pytest.mark.parametrize("inspect", [inspect_page, inspect_text])
def test_so_many_rows_have_chances_only(inspect: Callable[[str], Inspection]) -> None:
    """Of a page or text of thousands of rows the roles are told, and reasons are not made up."""
    lines = "\n\n".join(f"<p>Entry {number} of the list</p>" for number in range(3_001))
    text = lines if inspect is inspect_page else re.sub("<.*?>", "", lines)
    blocks = inspect(text).blocks
    assert len(blocks) == 3_001
    assert all(block.why.chances for block in blocks)
    assert {(block.why.start, block.why.pro, block.why.con) for block in blocks} == {(None, (), ())}


def test_what_is_no_text_has_its_verdict_only() -> None:
    """A picture gives a verdict, and neither page nor blocks."""
    for inspection in (inspect_page(b"\x89PNG\r\n\x1a\n"), inspect_text(b"%PDF-1.7")):
        assert isinstance(inspection.record, bodycopy.Verdict)
        assert (inspection.page, inspection.blocks, inspection.source) == ("", (), "")
    assert inspect_page("").record.text == ""


def test_a_body_out_of_the_data_is_told_so() -> None:
    """Paragraphs that only JSON-LD carries are blocks that stand nowhere on the page."""
    inspection = inspect_page(source("pt_jsonld_body"))
    unseen = [block for block in inspection.blocks if not block.on_page]
    assert unseen
    assert {block.why.decided for block in unseen} == {"data"}


def test_who_had_the_last_word_is_told() -> None:
    """A table's cells, a second copy, a dateline: rules and finders are named where they decide."""
    inspection = inspect_page(source("de_regional_daily"))
    decided = {block.why.decided for block in inspection.blocks}
    assert decided >= {"network", "rules", "fields"}
    text = "<p>" + "The council voted on Tuesday night to rebuild the footbridge. " * 3 + "</p>"
    html = f"<h1>Bridge</h1>{text}{text.replace('Tuesday', 'Monday')}{text}"
    copies = inspect_page(html, options=Options(min_chars=0)).blocks
    assert "page" in {block.why.decided for block in copies}


def test_callers_mistakes_are_told() -> None:
    """A number is no page, and a screen with nothing to show is a mistake."""
    with pytest.raises(UsageError, match="html must be bytes or str"):
        inspect_page(7)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="give an inspection"):
        inspector_page()


class _Tags(HTMLParser):
    """Start tags of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize("served", [True, False])
def test_the_screen_needs_nothing_from_elsewhere(served: bool) -> None:
    """No address is loaded, no markup is parsed by script, and the policy lets but one run."""
    hostile = inspect_page("<p>One</p><!-- --></script><script>alert(1)</script>")
    page = inspector_page(hostile, served=served)
    tags = _Tags(page).found
    for tag, attributes in tags:
        assert tag != "link"
        assert not {"src", "href", "action"} & {name for name in attributes if tag != "a"}
        assert not any(name.startswith("on") for name in attributes)
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert len(scripts) == 1
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", scripts[0]
    )
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    policy = content_security_policy(connect=served)
    assert f"script-src 'sha256-{digest}';" in policy
    assert f"connect-src {chr(39)}{'self' if served else 'none'}{chr(39)};" in policy
    assert policy.startswith("default-src 'none';")
    metas = [attributes for tag, attributes in tags if tag == "meta"]
    assert policy in [one.get("content") for one in metas]


def test_the_inspection_is_inside_the_page() -> None:
    """The page that is written for a file holds its inspection as data, once."""
    inspection = inspect_page(source("en_soft_404"))
    page = inspector_page(inspection)
    (data,) = re.findall(r'json" id="data-inspection">(.*)</script>', page)
    assert msgspec.json.decode(data, type=Inspection) == inspection
    assert 'id="data-examples">null<' in page


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_examples_are_authored_pages_with_a_look(example: bodycopy.inspector.Example) -> None:
    """Without the style that makes it presentable, an example is the page that the tests read."""
    html, looks = re.subn(r'<style data-look="inspector">.*?</style>', "", example.html, flags=re.S)
    assert looks == 1
    assert html == decode((PAGES / example.name / "source.html").read_bytes()).text
    plain, dressed = (bodycopy.extract(one, url=example.url) for one in (html, example.html))
    assert isinstance(plain, bodycopy.Article)
    assert isinstance(dressed, bodycopy.Article)
    assert dressed.text == plain.text
    assert dressed.language is not None
    assert dressed.language.startswith(example.language)


def test_every_verdict_has_its_words() -> None:
    """What happened, who is to blame and what to do is told of every reason."""
    assert VERDICTS.keys() == set(Reason)
    assert all(words.title and words.blame and words.advice for words in VERDICTS.values())


# --- colours ------------------------------------------------------------------------------

COLOURS = dict(
    re.findall(
        r"--([a-z-]+): light-dark\((#\w+, #\w+)\)",
        resources.files("bodycopy.inspector").joinpath("assets", "screen.css").read_text("utf-8"),
    )
)
# Machado, Oliveira and Fernandes (2009), severity 1: protan, deutan and tritan sight.
SIGHTS = {
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
FAMILIES = ("body", "header", "beside", "out")


def colour(name: str, dark: bool) -> tuple[float, ...]:
    """Red, green and blue of a colour of the screen, as light."""
    digits = COLOURS[name].split(", ")[dark].lstrip("#")
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    return tuple(one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)


def lightness(light: tuple[float, ...]) -> float:
    """Relative luminance (WCAG 2)."""
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]


def contrast(one: str, other: str, dark: bool) -> float:
    """Contrast of two colours of the screen (WCAG 2)."""
    low, high = sorted(lightness(colour(name, dark)) for name in (one, other))
    return (high + 0.05) / (low + 0.05)


def seen_by(sight: str, light: tuple[float, ...]) -> tuple[float, ...]:
    """The colour as people of such sight see it."""
    rows = (sum(a * b for a, b in zip(row, light, strict=True)) for row in SIGHTS[sight])
    return tuple(min(max(one, 0.0), 1.0) for one in rows)


def lab(light: tuple[float, ...]) -> tuple[float, float, float]:
    """The colour in CIELAB under D65."""
    red, green, blue = light
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (
        one ** (1 / 3) if one > 0.008856 else 7.787 * one + 16 / 116
        for one in (max(x, 0), max(lightness(light), 0), max(z, 0))
    )
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@pytest.mark.parametrize("dark", [False, True])
def test_text_can_be_read_on_its_ground(dark: bool) -> None:
    """Every pair of text and ground on the screen has the contrast that WCAG asks for (AA)."""
    grounds = ("ground", "paper", "raised")
    pairs = [(text, ground) for text in ("ink", "faint") for ground in grounds]
    pairs += [(family, ground) for family in FAMILIES for ground in ("paper", f"{family}-tint")]
    pairs += [("ink", f"{family}-tint") for family in FAMILIES]
    pairs += [("problem", "paper"), ("ink", "changed"), ("paper", "ink")]
    assert {pair: contrast(*pair, dark) for pair in pairs if contrast(*pair, dark) < 4.5} == {}
    edges = [("strong-line", "raised"), ("focus", "paper"), ("focus", "ground")]
    assert {pair: contrast(*pair, dark) for pair in edges if contrast(*pair, dark) < 3} == {}


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("sight", SIGHTS)
def test_families_are_told_apart_without_one_of_the_cones(sight: str, dark: bool) -> None:
    """The colours of any two families are well apart (CIE 1976) as colour-blind people see them."""
    seen = {family: lab(seen_by(sight, colour(family, dark))) for family in FAMILIES}
    near = {
        (one, other): sum((a - b) ** 2 for a, b in zip(seen[one], seen[other], strict=True)) ** 0.5
        for one in FAMILIES
        for other in FAMILIES
        if one < other
    }
    assert {pair: round(distance) for pair, distance in near.items() if distance < 18} == {}


# --- the command --------------------------------------------------------------------------


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """An HTML file."""
    path = tmp_path / "page.html"
    path.write_bytes(source("en_blog"))
    return path


def test_the_command_writes_a_page(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``bodycopy inspect FILE`` writes beside the file, says where, and writes nothing over."""
    assert main(["inspect", str(page), "--url", "https://example.org/a"]) == 0
    written = Path(f"{page}.inspect.html")
    assert capsys.readouterr().out == f"{written}\n"
    assert "https://example.org/a" in written.read_text("utf-8")
    assert main(["inspect", str(page)]) == 2
    assert "exists: name it with -o" in capsys.readouterr().err
    assert main(["inspect", str(page), "-o", str(written)]) == 0
    assert "https://example.org/a" not in written.read_text("utf-8")


def test_the_command_reads_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``--text`` takes what a scraper left of a page."""
    out = tmp_path / "look.html"
    assert main(["inspect", "--text", str(TEXTS / "de_steg.txt"), "-o", str(out)]) == 0
    assert '"kind":"text"' in out.read_text("utf-8")
    assert capsys.readouterr().out == f"{out}\n"


def test_the_command_says_what_is_wrong(tmp_path: Path, page: Path) -> None:
    """No such file, a folder that is not there: the exit codes of the other commands."""
    assert main(["inspect", str(tmp_path / "none.html")]) == 2
    assert main(["inspect", str(page), "-o", "-"]) == 2
    assert main(["inspect", str(page), "-o", str(tmp_path / "no" / "such.html")]) == 1


def test_a_row_of_corrections_is_a_gold_page() -> None:
    """What the screen makes of an inspection is read by the gold room as it stands."""
    inspection = inspect_page(source("en_blog"))
    row = {
        "set": "corrections",
        "id": inspection.id,
        "url": None,
        "page_type": "article",
        "language": "en",
        "notes": "",
        "blocks": [{"text": block.text, "role": block.role} for block in inspection.blocks],
        "html": inspection.source,
    }
    gold = GoldPage.from_json(json.dumps(row))
    assert len(gold.blocks) == len(inspection.blocks)
    assert gold.html == inspection.source
