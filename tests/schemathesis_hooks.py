"""What schemathesis has to be told: how bodies are sent that are neither JSON nor forms."""

import json
from typing import Any

import schemathesis


def _send(context: Any, value: Any) -> bytes:
    """Text as it is; what is no text (a wrong value, to be refused) as JSON."""
    if isinstance(value, bytes):
        return value
    return (value if isinstance(value, str) else json.dumps(value)).encode("utf-8", "replace")


for kind in ("application/x-ndjson", "application/ndjson", "application/jsonl", "text/html"):
    schemathesis.serializer(kind)(_send)
for kind in ("application/xhtml+xml", "text/markdown", "application/octet-stream"):
    schemathesis.serializer(kind)(_send)
