"""The inspector as one HTML page that needs nothing from elsewhere."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources
from typing import Any

import msgspec

from bodycopy.errors import UsageError
from bodycopy.families import ROLES_OF, Family
from bodycopy.gold import PAGE_TYPES
from bodycopy.inspector.examples import EXAMPLES
from bodycopy.inspector.inspection import Inspection
from bodycopy.inspector.verdicts import VERDICTS
from bodycopy.roles import ROLES

__all__ = ["content_security_policy", "inspector_page"]

_SCRIPTS = ("dom", "blocks", "page", "article", "corrections", "start", "desk")
_FAMILIES = {
    Family.BODY: ("Body", "body"),
    Family.HEADER: ("Header", "header"),
    Family.BESIDE: ("Beside", "beside"),
    Family.LEFT_OUT: ("Left out", "out"),
}
"""How the screen calls each part of the page, and its class there."""


def inspector_page(inspection: Inspection | None = None, *, served: bool = False) -> str:
    """The inspector, with style, script and data inside.

    With an ``inspection``, the page opens with it. ``served`` is for a service that answers
    ``POST v1/inspect`` and ``POST v1/corrections`` beside the page: then other pages can be
    looked at, and corrections go to the server; else they are downloaded. Raises
    ``UsageError`` for a page that would have nothing to show.
    """
    if inspection is None and not served:
        raise UsageError("there is nothing to inspect: give an inspection, or served=True")
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" '
        f'content="{content_security_policy(connect=served)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        "<title>bodycopy inspector</title>\n"
        f"<style>\n{_asset('screen.css')}</style></head>\n<body>\n"
        f"{_asset('screen.html')}"
        f"{_data('config', _config(served))}"
        f"{_data('examples', _examples() if served else None)}"
        f"{_data('inspection', inspection)}"
        f"<script>{_script()}</script>\n</body></html>\n"
    )


def content_security_policy(*, connect: bool = True) -> str:
    """The policy under which the page is to be served: its own script alone may run.

    With ``connect``, it may speak to the server that it came from. Styles are not held to a
    hash, because the frame with the inspected page inherits the policy and has its own.
    """
    digest = base64.b64encode(hashlib.sha256(_script().encode()).digest()).decode()
    connected = "'self'" if connect else "'none'"
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; "
        f"img-src data:; connect-src {connected}; "
        "base-uri 'none'; form-action 'none'"
    )


@cache
def _script() -> str:
    parts = "\n".join(_asset(f"{name}.js") for name in _SCRIPTS)
    return f'(() => {{\n"use strict";\n{parts}}})();\n'


@cache
def _asset(name: str) -> str:
    path = resources.files("bodycopy.inspector").joinpath("assets", name)
    return path.read_text(encoding="utf-8")


def _data(name: str, value: object) -> str:
    """JSON inside the page; nothing in it can end the element that holds it."""
    text = msgspec.json.encode(value).decode().replace("<", "\\u003c")
    return f'<script type="application/json" id="data-{name}">{text}</script>\n'


def _config(served: bool) -> dict[str, Any]:
    return {
        "served": served,
        "families": [
            {
                "name": family,
                "title": title,
                "css": css,
                "roles": [role for role in ROLES if role in ROLES_OF[family]],
            }
            for family, (title, css) in _FAMILIES.items()
        ],
        "page_types": PAGE_TYPES,
        "verdicts": VERDICTS,
    }


def _examples() -> list[dict[str, str]]:
    return [
        {
            "title": one.title,
            "about": one.about,
            "language": one.language,
            "url": one.url,
            "html": one.html,
        }
        for one in EXAMPLES
    ]
