"""The inspector in a real browser: what a reader sees, clicks and types, and what is kept of it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from screen import FAMILIES, Screen

from authored import source
from bodycopy.decode import decode
from bodycopy.gold import read_gold
from bodycopy.inspector import EXAMPLES, inspect_page, inspect_text, inspector_page
from test_inspector_page import ATTACKS

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def screen(chromium: Any) -> Iterator[Screen]:
    """A window of a desk."""
    opened = Screen(chromium)
    yield opened
    opened.close()


@pytest.fixture
def served(screen: Screen, service: str) -> Screen:
    """The window at the service's front page."""
    screen.open(service)
    return screen


def file_of(folder: Path, name: str) -> str:
    """The address of a file with an authored page's inspection."""
    path = folder / "look.html"
    path.write_text(inspector_page(inspect_page(source(name))), "utf-8")
    return path.as_uri()


@pytest.fixture
def filed(screen: Screen, tmp_path: Path) -> Screen:
    """The window on a file with an authored page."""
    screen.open(file_of(tmp_path, "en_broadsheet"))
    screen.wait_for_desk()
    return screen


def html(name: str) -> str:
    """An authored page as text."""
    return decode(source(name)).text


def test_a_pasted_page_is_shown_with_tinted_blocks(served: Screen) -> None:
    """Paste a page: each visible block is marked by its family, the article stands beside it."""
    served.paste(html("en_blog"), url="https://www.thesoddenallotment.example/a")
    inspection = inspect_page(html("en_blog"))
    for family in ("body", "header", "beside"):
        assert served.marks(family) == len(served.rows(family)) > 0
    assert 0 < served.marks("out") <= len(served.rows("out"))
    assert served.page.locator("#article .headline").inner_text() == inspection.record.headline
    assert "article · en-GB" in served.page.inner_text("#facts")
    assert served.page.locator("#list > li").count() == len(inspection.blocks)
    assert served.page.evaluate("document.title").startswith("Logging rain")


def test_clicks_show_the_twins(filed: Screen) -> None:
    """A click on either side, or in the list, shows the block in all three."""
    first, second, third = filed.rows("body")[:3]
    filed.page.mouse.click(*filed.point_at_mark(second))
    assert filed.current() == {"list": second, "page": second, "article": second}
    filed.page.click(f'#article [data-block="{first}"]')
    assert filed.current() == {"list": first, "page": first, "article": first}
    filed.go_to(third)
    assert filed.current() == {"list": third, "page": third, "article": third}
    detail = filed.page.locator("#list .detail")
    assert detail.count() == 1
    assert "The network saw" in detail.inner_text()
    assert "By the page as a whole it starts at −" in detail.inner_text()
    assert "For the body" in detail.inner_text()
    headline = filed.rows("header")[0]
    filed.go_to(headline)
    assert filed.current()["article"] == headline


def test_pointing_tells_why(filed: Screen) -> None:
    """Where the pointer rests on the page or the article, the strongest reasons are told."""
    row = filed.rows("body")[1]
    filed.page.mouse.move(*filed.point_at_mark(row))
    hint = filed.page.locator("#hint:not([hidden])")
    hint.wait_for()
    assert "paragraph" in hint.inner_text()
    assert "+" in hint.inner_text()
    filed.page.hover(f'#article [data-block="{row}"]')
    hint.wait_for()


def test_every_example_opens(served: Screen) -> None:
    """Each shipped example is an article with blocks of every family but perhaps one."""
    for at, example in enumerate(EXAMPLES):
        served.page.locator("#examples button").nth(at).click()
        served.wait_for_desk()
        assert served.page.locator("#article .headline").count() == 1
        assert served.page.get_attribute("#article", "lang").startswith(example.language)
        assert sum(served.marks(family) > 0 for family in FAMILIES) >= 3
        served.page.click("#another")


def test_a_file_is_read_in_its_encoding(served: Screen, tmp_path: Path) -> None:
    """A chosen file that is not UTF-8 is read as what its markup declares."""
    path = tmp_path / "page.html"
    path.write_bytes(source("ru_agency"))
    served.page.set_input_files("#file", path)
    served.wait_for_desk()
    headline = served.page.locator("#article .headline").inner_text()
    assert headline == inspect_page(source("ru_agency")).record.headline


def test_pasted_text_is_read_as_text(served: Screen) -> None:
    """Scraped text is shown line by line, with chances and reasons."""
    text = (Path(__file__).parents[1] / "texts" / "de_steg.txt").read_text("utf-8")
    served.paste(text, kind="text")
    assert served.marks("body") == len(served.rows("body")) > 0
    row = served.rows("body")[0]
    served.go_to(row)
    detail = served.page.inner_text("#list .detail")
    assert "The network saw" in detail
    assert "By the text as a whole it starts at −" in detail
    assert inspect_text(text).blocks[row].why.pro[0].words in detail


def test_nothing_pasted_is_told(served: Screen) -> None:
    """An empty form says what to do."""
    served.page.click("#go")
    assert "paste a page" in served.page.inner_text("#problem")


def test_a_verdict_says_who_is_to_blame(served: Screen) -> None:
    """A consent wall is shown as what it is, with its blocks."""
    served.paste(html("de_consent_wall"))
    article = served.page.inner_text("#article")
    assert "asks for consent" in article
    assert "The page is to blame" in article
    assert served.marks("out") > 0


def test_a_correction_becomes_a_row_of_the_servers_file(served: Screen, corrections: Path) -> None:
    """Change a role, save: the row is in the file that the service was given, whole."""
    served.paste(html("en_broadsheet"), url="https://www.severncourier.example/a")
    row = served.rows("out")[0]
    served.go_to(row)
    served.page.select_option(f"#role-{row}", "legal")
    assert "corrected" in served.page.locator(f'#list > li[data-block="{row}"]').evaluate(
        "item => getComputedStyle(item.querySelector('.role'), '::after').content"
    )
    changed = "doc.querySelector('bodycopy-mark.changed').getAttribute('data-block')"
    assert served.in_frame(changed) == str(row)
    assert served.page.inner_text("#changes") == "1 correction"
    served.page.click("#save")
    served.page.fill("#notes", "The skip link")
    served.page.click("#saving-go")
    served.page.wait_for_selector("#saving:not([open])", state="attached")
    served.page.wait_for_selector("#said:not([hidden])")
    pages = list(read_gold(corrections))
    assert pages[-1].blocks[row].role == "legal"
    assert pages[-1].notes == "The skip link"
    assert pages[-1].html == html("en_broadsheet")
    assert pages[-1].url == "https://www.severncourier.example/a"
    others = [block.role for at, block in enumerate(pages[-1].blocks) if at != row]
    blocks = inspect_page(html("en_broadsheet")).blocks
    assert others == [block.role for block in blocks if block.index != row]


def test_a_server_without_a_file_says_so(served: Screen) -> None:
    """Where the service keeps no corrections, it is said how to, and the row can be downloaded."""
    served.page.route("**/v1/corrections", lambda route: route.fulfill(status=404, body="{}"))
    served.paste(html("en_blog"))
    served.go_to(3)
    served.page.select_option("#role-3", "teaser")
    served.page.keyboard.press("Escape")
    served.page.keyboard.press("s")
    served.page.click("#saving-go")
    served.page.wait_for_selector("#download:not([hidden])")
    assert "--corrections FILE" in served.page.inner_text("#saving-problem")
    with served.page.expect_download() as download:
        served.page.click("#download")
    assert download.value.suggested_filename.endswith(".jsonl")


def test_a_correction_of_a_file_is_downloaded(filed: Screen, tmp_path: Path) -> None:
    """Without a server, the row is a file that the gold room reads."""
    row = filed.rows("body")[0]
    filed.go_to(row)
    filed.page.select_option(f"#role-{row}", "standfirst")
    filed.page.click("#save")
    filed.page.select_option("#page-type", "media")
    with filed.page.expect_download() as download:
        filed.page.click("#saving-go")
    path = tmp_path / "row.jsonl"
    download.value.save_as(path)
    (page,) = read_gold(path)
    assert (page.page_type, page.blocks[row].role) == ("media", "standfirst")
    assert json.loads(path.read_text("utf-8"))["set"] == "corrections"


def test_all_of_it_by_keyboard(filed: Screen) -> None:
    """Through the blocks, why, filter, a correction and back, help: without a pointer."""
    page = filed.page
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("k")
    assert filed.current()["list"] == 1
    assert page.evaluate("document.activeElement.matches('#list > li.current > .block')")
    assert page.evaluate("document.activeElement.matches(':focus-visible')")
    page.keyboard.press("/")
    page.keyboard.type("volunteer")
    shown = page.locator("#list > li:not([hidden])")
    assert 0 < shown.count() < 20
    assert "of 101" in page.inner_text("#count")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    row = filed.current()["list"]
    page.keyboard.press("r")
    assert page.evaluate("document.activeElement.id") == f"role-{row}"
    page.select_option(f"#role-{row}", "legal")
    page.keyboard.press("Escape")
    assert page.inner_text("#changes") == "1 correction"
    page.keyboard.press("u")
    assert page.is_hidden("#save-bar")
    page.keyboard.press("?")
    assert page.locator("#help[open]").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("#help[open]").count() == 0


def test_families_can_be_put_aside(filed: Screen) -> None:
    """A press on a family takes its blocks out of list and page, another brings them back."""
    button = filed.page.locator("#families button.out")
    button.click()
    assert button.get_attribute("aria-pressed") == "false"
    assert filed.page.locator("#list > li.out:not([hidden])").count() == 0
    assert filed.in_frame("doc.querySelectorAll('bodycopy-mark.out:not(.unwanted)').length") == 0
    filed.page.keyboard.press("j")
    assert filed.current()["list"] in filed.rows("header")
    button.click()
    assert filed.page.locator("#list > li.out:not([hidden])").count() > 0


def test_both_themes(chromium: Any, tmp_path: Path) -> None:
    """The screen is light or dark as the system is, until the reader says otherwise."""
    ground = "getComputedStyle(document.body).backgroundColor"
    seen = {}
    for scheme in ("light", "dark"):
        window = Screen(chromium, color_scheme=scheme)
        window.open(file_of(tmp_path, "en_blog"))
        window.wait_for_desk()
        seen[scheme] = window.page.evaluate(ground)
        window.page.click("#theme")  # light
        assert window.page.evaluate(ground) == seen["light"]
        window.page.keyboard.press("t")  # dark
        dark = window.page.evaluate(ground)
        window.close()
    assert seen["light"] != seen["dark"] == dark


def test_a_narrow_screen_has_tabs(chromium: Any, tmp_path: Path) -> None:
    """On a phone one part is shown at a time, nothing is cut off, and twins are kept across."""
    window = Screen(chromium, viewport=PHONE, has_touch=True)
    window.open(file_of(tmp_path, "ja_newspaper"))
    window.wait_for_desk()
    for name in ("page", "blocks", "article"):
        window.page.tap(f"#tab-{name}")
        visible = window.page.locator(".pane:visible")
        assert visible.evaluate_all("all => all.map(x => x.id)") == [f"pane-{name}"]
        assert window.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    row = window.rows("body")[2]
    window.page.tap(f'#article [data-block="{row}"]')
    assert set(window.current().values()) == {row}
    window.page.tap("#tab-blocks")
    assert window.page.locator("#list .detail:visible").count() == 1
    # A verdict opens on what it says; the marks are laid when the page is looked at.
    window.open(file_of(tmp_path, "de_consent_wall"))
    assert "asks for consent" in window.page.inner_text("#article:visible")
    window.page.tap("#tab-page")
    window.wait_for_desk()
    assert window.marks("out") > 0
    window.close()


def test_hostile_pages_run_nothing(chromium: Any, tmp_path: Path) -> None:
    """All attacks on one page, in a browser: no script runs, no address is asked for."""
    window = Screen(chromium)
    whole = "".join(f"<section>{attack}</section>" for attack in ATTACKS.values())
    for at, attack in enumerate((whole, *ATTACKS.values())):
        path = tmp_path / f"{at}.html"
        page = f"<p>Text before.</p>{attack}<p>Text behind.</p>"
        path.write_text(inspector_page(inspect_page(page)), "utf-8")
        window.open(path.as_uri())
        window.wait_for_desk()
    text = "<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>"
    path.write_text(inspector_page(inspect_text(text)), "utf-8")
    window.open(path.as_uri())
    window.wait_for_desk()
    window.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 860}, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing(chromium: Any, tmp_path: Path, scheme: str, viewport: Any) -> None:
    """No violation of WCAG 2.2 AA or best practice in any part of the screen."""
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe-core looks: pip install '.[dev]'"
    ).Axe()
    # The page in the frame is somebody else's, and runs no scripts: axe cannot look at it.
    options = {"iframes": False, "resultTypes": ["violations"]}
    window = Screen(chromium, viewport=viewport, color_scheme=scheme, reduced_motion="reduce")

    def assert_clean(what: str) -> None:
        found = axe.run(window.page, options=options).response["violations"]
        told = [(one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in found]
        assert told == [], what

    start = tmp_path / "start.html"
    start.write_text(inspector_page(served=True), "utf-8")
    window.open(start.as_uri())
    assert_clean("start")
    for name in ("en_broadsheet", "de_consent_wall"):
        window.open(file_of(tmp_path, name))
        window.wait_for_desk()
        for part in ("page", "blocks", "article"):
            if viewport is PHONE:
                window.page.click(f"#tab-{part}")
            assert_clean(f"{name}, {part}")
            if viewport is not PHONE:
                break
        if viewport is PHONE:
            window.page.click("#tab-blocks")
        for family in FAMILIES:
            if rows := window.rows(family):
                window.go_to(rows[0])
                assert_clean(f"{name}, a block of {family}")
        row = window.rows("out")[1]
        window.go_to(row)
        window.page.select_option(f"#role-{row}", "legal")
        assert_clean(f"{name}, a correction")
        window.page.click("#save")
        assert_clean(f"{name}, saving")
        window.page.click("#saving-cancel")
        window.page.click("#help-button")
        assert_clean(f"{name}, help")
    window.close()
