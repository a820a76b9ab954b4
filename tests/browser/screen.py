"""The screen as a reader uses it, for the tests."""

import re
from typing import Any

FAMILIES = ("body", "header", "beside", "out")

_READY = (
    "!document.querySelector('#list > li[data-block]') || "
    "!document.getElementById('page').clientWidth || "
    "Boolean(document.getElementById('page').contentDocument?.querySelector('bodycopy-mark'))"
)


class Screen:
    """The inspector in one window of the browser, which reaches this machine only."""

    def __init__(self, browser: Any, **wanted: Any) -> None:
        wanted.setdefault("viewport", {"width": 1280, "height": 860})
        self.context = browser.new_context(**wanted)
        self.context.set_default_timeout(20_000)
        self.faults: list[str] = []
        self.context.route(re.compile(r"^(?!http://127\.0\.0\.1|file:|data:|blob:)"), self._refuse)
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("dialog", self._dismiss)
        self.page.on("console", self._listen)

    def _refuse(self, route: Any) -> None:
        self.faults.append(f"asked for {route.request.url}")
        route.abort()

    def _dismiss(self, dialog: Any) -> None:
        if dialog.type != "beforeunload":
            self.faults.append(f"a dialog: {dialog.message}")
        dialog.accept()

    def _listen(self, message: Any) -> None:
        if message.type == "error" and "status of" not in message.text:
            self.faults.append(message.text)

    def close(self) -> None:
        """Close the window; what went wrong in it comes out here."""
        self.context.close()
        assert self.faults == []

    def open(self, address: str) -> None:
        """Go to an address."""
        self.page.goto(address)

    def paste(self, text: str, *, kind: str = "html", url: str = "") -> None:
        """Paste a page into the form, and wait for the desk."""
        self.page.locator(f"input[name=kind][value={kind}]").check(force=True)
        self.page.fill("#input", text)
        self.page.fill("#url", url)
        self.page.click("#go")
        self.wait_for_desk()

    def wait_for_desk(self) -> None:
        """Until the page's marks are laid."""
        self.page.wait_for_selector("#desk:not([hidden])")
        # Asked again and again from here: the page's policy lets nobody wait inside it.
        for _ in range(200):
            if self.page.evaluate(_READY):
                return
            self.page.wait_for_timeout(100)
        raise TimeoutError("the page's marks were not laid")

    # --- the page in its frame; its scripts are off, so it is looked at from outside --------

    def in_frame(self, expression: str) -> Any:
        """What an expression over ``doc``, the document in the frame, gives."""
        return self.page.evaluate(
            f"(() => {{ const doc = document.getElementById('page').contentDocument; "
            f"return {expression}; }})()"
        )

    def marks(self, family: str) -> int:
        """How many marks of a family lie on the page."""
        return int(self.in_frame(f"doc.querySelectorAll('bodycopy-mark.{family}').length"))

    def point_at_mark(self, index: int) -> tuple[float, float]:
        """Where in the window a mark is, brought into view."""
        self.in_frame(
            f"doc.querySelector('bodycopy-mark[data-block=\"{index}\"]')"
            ".scrollIntoView({block: 'center', behavior: 'instant'})"
        )
        self.page.wait_for_timeout(100)
        left, top = self.page.evaluate(
            "(index) => { const frame = document.getElementById('page');"
            "const around = frame.getBoundingClientRect();"
            "const mark = frame.contentDocument.querySelector("
            '`bodycopy-mark[data-block="${index}"]`).getBoundingClientRect();'
            "return [around.left + mark.left + 12, around.top + mark.top + 8]; }",
            index,
        )
        return left, top

    def current(self) -> dict[str, int | None]:
        """The block in view in each of the panes."""
        found: dict[str, int | None] = self.page.evaluate(
            "(() => { const number = (node) => node ? Number(node.dataset.block) : null;"
            "const doc = document.getElementById('page').contentDocument;"
            "return { list: number(document.querySelector('#list > li.current')),"
            "page: number(doc.querySelector('bodycopy-mark.current')),"
            "article: number(document.querySelector('#article .current')) }; })()"
        )
        return found

    def rows(self, family: str) -> list[int]:
        """Indexes of the blocks of a family, in the order of the list."""
        items = self.page.locator(f"#list > li.{family}")
        return [int(one) for one in items.evaluate_all("all => all.map(x => x.dataset.block)")]

    def go_to(self, index: int) -> None:
        """Click a block in the list."""
        self.page.click(f'#list > li[data-block="{index}"] > .block')
