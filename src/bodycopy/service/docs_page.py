"""The description of the service for people: one page, without scripts, out of the OpenAPI.

# Strategy: the viewers that read OpenAPI in a browser come from elsewhere or weigh megabytes; what
# is to be told fits on a page, and is written here from the same document.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from bodycopy.service.openapi import openapi
from bodycopy.service.problem import PROBLEMS

__all__ = ["docs_page", "docs_policy"]

Json = Mapping[str, Any]


@cache
def docs_page() -> str:
    """The page."""
    document = openapi()
    info = document["info"]
    tags = "".join(_tag(document, tag) for tag in document["tags"])
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(info['title'])}: the service</title>\n<style>{_style()}</style></head>\n"
        f"<body><header><h1>{escape(info['title'])} <small>{escape(info['version'])}</small></h1>"
        f"<p>{_prose(info['description'])}</p>"
        '<p><a href="/">Inspector</a> · <a href="/openapi.json">OpenAPI 3.1</a> · '
        '<a href="/v1/schema">Schema of the records</a></p></header>\n'
        f"<main>{tags}{_problems()}{_options(document)}</main></body></html>\n"
    )


@cache
def docs_policy() -> str:
    """The Content-Security-Policy of the page: its style, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    )


@cache
def _style() -> str:
    return files("bodycopy.service").joinpath("docs_page.css").read_text(encoding="utf-8")


def _tag(document: Json, tag: Json) -> str:
    operations = [
        _operation(path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if tag["name"] in operation["tags"]
    ]
    name = escape(tag["name"].capitalize())
    text = escape(tag["description"])
    return f"<section><h2>{name}</h2><p>{text}</p>{''.join(operations)}</section>"


def _operation(path: str, method: str, operation: Json) -> str:
    parts = [f"<h3><b>{method.upper()}</b> <code>{escape(path)}</code></h3>"]
    parts.append(f"<p>{escape(operation['summary'])}.</p>")
    if body := operation.get("requestBody"):
        parts.append(_list("Send", _contents(body["content"])))
    names = [parameter["name"] for parameter in operation.get("parameters", ())]
    if names:
        parts.append(_list("In the query", (f"<code>{escape(name)}</code>" for name in names)))
    good = [answer for status, answer in operation["responses"].items() if status < "3"]
    parts.append(_list("Get", (line for answer in good for line in _contents(answer["content"]))))
    bad = [status for status in operation["responses"] if status >= "4"]
    if bad:
        links = (f'<a href="#status-{status}">{status}</a>' for status in bad)
        parts.append(_list("Or", links))
    return f'<article id="{escape(operation["operationId"])}">{"".join(parts)}</article>'


def _list(title: str, items: Iterable[str]) -> str:
    return f"<dl><dt>{title}</dt><dd>{', '.join(items)}</dd></dl>"


def _contents(content: Json) -> list[str]:
    """The types of a body, each with the name of its schema, where it has one."""
    found = []
    for kind, media in content.items():
        name = media["schema"].get("$ref", "").rpartition("/")[2]
        found.append(f"<code>{escape(kind)}</code>" + (f" ({escape(name)})" if name else ""))
    return found


def _problems() -> str:
    seen: set[int] = set()
    rows = []
    for name, known in PROBLEMS.items():
        anchor = "" if known.status in seen else f'<a id="status-{known.status}"></a>'
        seen.add(known.status)
        rows.append(
            f'<tr id="{name}"><td>{anchor}{known.status}</td><td><code>{name}</code></td>'
            f"<td>{known.blame}</td><td>{escape(known.title)}.</td></tr>"
        )
    return (
        "<section><h2>Problems</h2><p>Bodies are <code>application/problem+json</code> with "
        "<code>type</code>, <code>title</code>, <code>status</code>, <code>detail</code>, "
        "<code>blame</code> and <code>request_id</code>.</p><table><thead><tr><th>status</th>"
        f"<th>problem</th><th>blame</th><th>what it says</th></tr></thead><tbody>{''.join(rows)}"
        "</tbody></table></section>"
    )


def _options(document: Json) -> str:
    properties = document["components"]["schemas"]["Options"]["properties"]
    rows = [
        f"<tr><td><code>{escape(name)}</code></td><td>{_type(schema)}</td>"
        f"<td><code>{escape(json.dumps(schema['default']))}</code></td>"
        f"<td>{_prose(schema['description'])}</td></tr>"
        for name, schema in properties.items()
    ]
    return (
        "<section><h2>Options</h2><p>In the query or, as JSON, in <code>options</code>.</p>"
        "<table><thead><tr><th>option</th><th>type</th><th>default</th><th>what it does</th></tr>"
        f"</thead><tbody>{''.join(rows)}</tbody></table></section>"
    )


def _type(schema: Json) -> str:
    kinds = schema["type"]
    return kinds if isinstance(kinds, str) else " or ".join(kinds)


def _prose(text: str) -> str:
    """The text with what stands between backticks set as code."""
    parts = escape(text).replace("``", "`").split("`")
    return "".join(f"<code>{part}</code>" if i % 2 else part for i, part in enumerate(parts))
