"""The service described in OpenAPI 3.1, from the same tables that it works with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import msgspec

from bodycopy import __version__
from bodycopy.article import json_schema
from bodycopy.gold import PAGE_TYPES, GoldPage
from bodycopy.service.batch import NDJSON_TYPES, ProblemLine
from bodycopy.service.health import Health
from bodycopy.service.media import MEDIA_TYPES
from bodycopy.service.metrics import METRICS_TYPE
from bodycopy.service.option_schemas import option_parameters, options_schema
from bodycopy.service.pages import HTML_TYPES, TEXT_TYPES
from bodycopy.service.problem import PROBLEM_TYPE, PROBLEMS, ProblemBody

__all__ = ["openapi"]

Json = Mapping[str, Any]


@cache
def openapi() -> Json:
    """The document, as JSON has it."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "bodycopy",
            "version": __version__,
            "summary": "News pages in, articles out.",
            "description": _DESCRIPTION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "tags": [
            {"name": "pages", "description": "A page in, its record out."},
            {"name": "inspector", "description": "What the inspector in the browser asks for."},
            {"name": "service", "description": "What the service says of itself."},
        ],
        "paths": _paths(),
        "components": {
            "schemas": _schemas(),
            "responses": _problem_responses(),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


_DESCRIPTION = """\
Pages come in the requests; nothing is ever fetched. A page without an article is an answer, not an
error: the record is then a `Verdict` (`kind` is `verdict`) that says why, with status 200. What is
an error comes as `application/problem+json` (RFC 9457), whose `blame` says whose turn it is:
`caller` (change the request), `page` (this page gets no other answer, others do) or `service` (send
the same request again later; `Retry-After` says when)."""

_PAGE_PROBLEMS = (
    *("bad-request", "not-acceptable", "body-too-slow", "body-too-large"),
    *("unsupported-media-type", "invalid-request", "too-many-requests", "no-worker"),
    "page-too-slow",
)


def _paths() -> dict[str, Any]:
    return {
        "/v1/extract": {"post": _extract()},
        "/v1/extract-text": {"post": _extract_text()},
        "/v1/batch": {"post": _batch()},
        "/v1/schema": {
            "get": _get("schema", "JSON Schema of the records", _SCHEMA, protected=True)
        },
        "/v1/inspect": {"post": _inspect()},
        "/v1/corrections": {"post": _corrections()},
        "/health": {"get": _health("health", "Whether a worker is ready")},
        "/health/ready": {"get": _health("ready", "The same, by the name balancers know")},
        "/health/live": {"get": _get("live", "Whether the process answers", _ref_json("Health"))},
        "/metrics": {"get": _get("metrics", "Counters for Prometheus", _METRICS, protected=True)},
        "/openapi.json": {"get": _get("openapi", "This description", _ANY_JSON)},
        "/docs": {"get": _get("docs", "This description for people", _HTML)},
        "/": {"get": _get("inspector", "The inspector", _HTML)},
    }


_STRING = {"type": "string"}
# No type: bytes that are no page get a verdict which says so.
_BYTES = {"schema": {"description": "The bytes of the page, as they are."}}
_HTML = {"text/html": {"schema": _STRING}}
_METRICS = {METRICS_TYPE.partition(";")[0]: {"schema": _STRING}}
_ANY_JSON = {"application/json": {"schema": {"type": "object"}}}
_SCHEMA = {"application/schema+json": {"schema": {"type": "object"}}}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _ref_json(name: str) -> dict[str, Any]:
    return {"application/json": {"schema": _ref(name)}}


def _get(name: str, summary: str, content: Json, *, protected: bool = False) -> dict[str, Any]:
    problems = ("too-many-requests", "no-token") if protected else ("too-many-requests",)
    return {
        "operationId": name,
        "summary": summary,
        "tags": ["service"],
        "security": [{}, {"token": []}] if protected else [],
        "responses": {"200": _response("It", content), **_problems(problems)},
    }


def _health(name: str, summary: str) -> dict[str, Any]:
    content = _ref_json("Health")
    return {
        **_get(name, summary, content),
        "responses": {
            "200": _response("A worker is ready", content),
            "503": _response("No worker is ready", content),
        },
    }


def _response(text: str, content: Json) -> dict[str, Any]:
    return {"description": text, "content": content}


def _post(
    name: str,
    summary: str,
    body: Json,
    parameters: Iterable[Json],
    good: Json,
    problems: Iterable[str],
    *,
    tag: str = "pages",
) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": summary,
        "tags": [tag],
        "security": [{}, {"token": []}],
        "parameters": list(parameters),
        "requestBody": {"required": True, "content": body},
        "responses": {**good, **_problems(("no-token", *problems))},
    }


def _extract() -> dict[str, Any]:
    body = dict.fromkeys(HTML_TYPES, _BYTES) | _ref_json("HtmlRequest")
    parameters = (_URL, _FORMAT, *option_parameters())
    return _post(
        "extract", "The article of a page of HTML", body, parameters, _RECORD, _PAGE_PROBLEMS
    )


def _extract_text() -> dict[str, Any]:
    body = dict.fromkeys(TEXT_TYPES, _BYTES) | _ref_json("TextRequest")
    parameters = (_URL, _LANGUAGE, _FORMAT, *option_parameters())
    summary = "The article of a page that was flattened to text"
    return _post("extractText", summary, body, parameters, _RECORD, _PAGE_PROBLEMS)


def _batch() -> dict[str, Any]:
    lines = "A `LineRequest` as JSON on every line."
    # No type: a line that is no such JSON is answered with its problem.
    body = {kind: {"schema": {"description": lines}} for kind in NDJSON_TYPES}
    answers = "For every line, in their order, a `Record` or a `ProblemLine` on a line."
    content = {NDJSON_TYPES[0]: {"schema": {"type": "string", "description": answers}}}
    good = {"200": _response(answers, content)}
    problems = ("unsupported-media-type", "invalid-request", "too-many-requests")
    return _post("batch", "The articles of many pages", body, option_parameters(), good, problems)


def _inspect() -> dict[str, Any]:
    good = {"200": _response("What the inspector shows", _ANY_JSON)}
    problems = [name for name in _PAGE_PROBLEMS if name != "not-acceptable"]
    summary = "A page as the inspector shows it"
    body = _ref_json("LineRequest")
    return _post("inspect", summary, body, (), good, problems, tag="inspector")


def _corrections() -> dict[str, Any]:
    saved = {"type": "object", "required": ["saved"], "properties": {"saved": {"const": 1}}}
    good = {"201": _response("It is on the disk", {"application/json": {"schema": saved}})}
    problems = (
        *("no-corrections", "cross-site", "bad-request", "body-too-slow", "body-too-large"),
        *("unsupported-media-type", "invalid-request", "too-many-requests", "not-saved"),
    )
    summary = "Append a page whose roles somebody corrected to the operator's file"
    body = _ref_json("GoldPage")
    return _post("correct", summary, body, (), good, problems, tag="inspector")


def _parameter(name: str, text: str, schema: Json) -> Json:
    return {"name": name, "in": "query", "description": text, "schema": schema}


_URL = _parameter("url", "Where the page was found; it is not fetched.", _STRING)
_LANGUAGE = _parameter("language", "The language, if it is known: a BCP 47 tag.", _STRING)
_FORMAT = _parameter(
    "format",
    "The format of an article; comes before `Accept`. A verdict is JSON in any case.",
    {"type": "string", "enum": list(MEDIA_TYPES)},
)
_RECORD = {
    "200": _response(
        "The article; or the verdict why there is none, always as JSON",
        _ref_json("Record")
        | {kind: {"schema": _STRING} for name, kind in MEDIA_TYPES.items() if name != "json"},
    )
}
for _name in ("jsonld", "ninjs"):
    _RECORD["200"]["content"][MEDIA_TYPES[_name]] = {"schema": {"type": "object"}}


def _problems(names: Iterable[str]) -> dict[str, Any]:
    """A reference for every status: several problems may share one."""
    statuses = sorted({PROBLEMS[name].status for name in names})
    return {str(status): {"$ref": f"#/components/responses/Problem{status}"} for status in statuses}


def _problem_responses() -> dict[str, Any]:
    titles: dict[int, list[str]] = {}
    for name, known in PROBLEMS.items():
        titles.setdefault(known.status, []).append(f"`{name}`: {known.title}.")
    content = {PROBLEM_TYPE: {"schema": _ref("Problem")}}
    found = {
        f"Problem{status}": _response(" ".join(texts), content) for status, texts in titles.items()
    }
    wait = {"description": "Seconds", "schema": {"type": "integer", "minimum": 1}}
    for status in (429, 503):
        found[f"Problem{status}"]["headers"] = {"Retry-After": wait}
    return found


def _schemas() -> dict[str, Any]:
    records = json_schema()
    text = msgspec.json.encode(records["$defs"]).replace(b"#/$defs/", b"#/components/schemas/")
    schemas: dict[str, Any] = msgspec.json.decode(text)
    schemas["Record"] = {"anyOf": [_ref("Article"), _ref("Verdict")]}
    _, others = msgspec.json.schema_components(
        (Health, ProblemLine, GoldPage), ref_template="#/components/schemas/{name}"
    )
    _, problem = msgspec.json.schema_components(
        (ProblemBody,), ref_template="#/components/schemas/{name}"
    )
    schemas |= others | problem
    schemas["GoldPage"] = _gold_schema(schemas["GoldPage"])
    schemas["Problem"] = schemas.pop("ProblemBody")
    options = options_schema()
    schemas["Options"] = options
    schemas |= _request_schemas()
    return schemas


def _gold_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """The same with what the types of its fields do not say."""
    schema["properties"]["id"]["minLength"] = 1
    schema["properties"]["page_type"]["enum"] = list(PAGE_TYPES)
    sources = {name: {"type": "string"} for name in ("html", "source_text")}
    return schema | {"not": {"properties": sources, "required": list(sources)}}


def _request_schemas() -> dict[str, Any]:
    """What callers send. An option or a name that is not known is refused."""
    url = {"type": ["string", "null"], "description": "Where it was found; it is not fetched."}
    either = {"url": url, "options": {"anyOf": [_ref("Options"), {"type": "null"}]}}
    html = {"type": "string", "description": "The page."}
    text = {"type": "string", "description": "What a scraper left of the page."}
    language = {"type": ["string", "null"], "description": "A BCP 47 tag, if it is known."}
    html_request = _object({"html": html, **either}, ["html"])
    text_request = _object({"text": text, "language": language, **either}, ["text"])
    return {
        "HtmlRequest": html_request,
        "TextRequest": text_request,
        "LineRequest": {"oneOf": [_ref("HtmlRequest"), _ref("TextRequest")]},
    }


def _object(properties: Json, required: list[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }
