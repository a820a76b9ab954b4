"""Writes the docs' pictures of the inspector: ``python tools/write_screenshots.py``.

Needs chromium (``apt-get install chromium``), playwright, and fonts of all scripts, which the
machine's own are used for.
"""

from __future__ import annotations

import base64
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import sync_playwright

from bodycopy.inspector import EXAMPLES, inspect_page, inspector_page

__all__ = ["PICTURES", "Picture"]

ROOT = Path(__file__).resolve().parents[1]
ASSETS = ROOT / "docs" / "assets"

_DESK, _PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
_FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture of the screen."""

    name: str
    example: str
    """Name of the example that is looked at; none for the start."""
    scheme: str = "light"
    size: Mapping[str, int]
    opens: str = ""
    """Beginning of the text of the block that is looked at."""
    tab: str = ""
    """The part that is shown, where only one is."""


PICTURES = (
    Picture(
        name="inspector", example="de_regional_daily", size=_DESK, opens="Goslar. Sieben Wochen"
    ),
    Picture(
        name="inspector-dark",
        example="ar_daily",
        size=_DESK,
        scheme="dark",
        opens="العقبة – الساحل",
    ),
    Picture(
        name="inspector-phone",
        example="en_broadsheet",
        size=_PHONE,
        opens="Advertisement",
        tab="blocks",
    ),
    Picture(name="inspector-start", example="", size={"width": 1180, "height": 860}),
)
"""The pictures, by the name of their file under docs/assets."""


def main() -> int:
    """Take all pictures."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.stderr.write("no chromium on this machine: apt-get install chromium\n")
        return 1
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
        for picture in PICTURES:
            _take(browser, picture, Path(folder))
        browser.close()
    return 0


def _take(browser: Any, picture: Picture, folder: Path) -> None:
    example = next((one for one in EXAMPLES if one.name == picture.example), None)
    inspection = inspect_page(example.html, url=example.url) if example else None
    path = folder / f"{picture.name}.html"
    path.write_text(inspector_page(inspection, served=inspection is None), encoding="utf-8")
    context = browser.new_context(
        viewport=picture.size, color_scheme=picture.scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(path.as_uri())
    if inspection is not None:
        page.wait_for_timeout(1500)  # the page's policy lets nobody wait for its marks inside it
        block = next(one for one in inspection.blocks if one.text.startswith(picture.opens))
        if picture.tab:
            page.click(f"#tab-{picture.tab}")
        page.click(f'#list > li[data-block="{block.index}"] > .block')
        page.evaluate(
            "(index) => document.querySelector(`#list > li[data-block='${index}']`)"
            ".scrollIntoView({block: 'center'})",
            block.index,
        )
    page.evaluate("document.activeElement?.blur()")
    page.wait_for_timeout(500)  # fonts, and the page at its place
    (ASSETS / f"{picture.name}.webp").write_bytes(_as_webp(browser, page.screenshot()))
    context.close()


# The browser writes WebP as well: a third of the size, and no further package.
_CONVERT = """async (png) => {
  const image = new Image();
  image.src = `data:image/png;base64,${png}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width, image.height];
  canvas.getContext("2d").drawImage(image, 0, 0);
  return canvas.toDataURL("image/webp", 0.92).split(",")[1];
}"""


def _as_webp(browser: Any, png: bytes) -> bytes:
    page = browser.new_page()
    converted: str = page.evaluate(_CONVERT, base64.b64encode(png).decode())
    page.close()
    return base64.b64decode(converted)


if __name__ == "__main__":
    sys.exit(main())
