"""Writes docs/schema.json, the JSON Schema of the records: ``python tools/write_schema.py``."""

from __future__ import annotations

import json
from pathlib import Path

from bodycopy import json_schema

SCHEMA = Path(__file__).resolve().parents[1] / "docs" / "schema.json"


def main() -> None:
    """Write the schema that the present records have."""
    SCHEMA.write_text(json.dumps(json_schema(), indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
