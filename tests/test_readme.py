"""The README's examples do what it says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_python_examples_run() -> None:
    """Every block of Python that prints, pasted into a fresh interpreter in a clone, prints its article."""
    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    blocks = [block for block in blocks if "print(" in block]
    assert blocks
    for block in blocks:
        done = subprocess.run(
            [sys.executable, "-X", "utf8", "-c", block], cwd=ROOT, capture_output=True, check=True
        )
        assert "Nach dem Juli-Hochwasser | Land stellt" in done.stdout.decode()


def test_the_tables_name_what_there_is() -> None:
    """Every field of an article and every role is in the tables, by its name."""
    import bodycopy

    names = set(re.findall(r"`([a-z_]+)`", README))
    assert set(bodycopy.Article.__struct_fields__) <= names
    assert {str(role) for role in bodycopy.Role} <= names


def test_the_pictures_are_there() -> None:
    """Links to files of the repository lead somewhere."""
    links = re.findall(r"\]\(([\w./-]+)\)", README)
    assert [link for link in links if not (ROOT / link).exists()] == []
