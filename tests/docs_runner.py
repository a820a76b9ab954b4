"""Runs the blocks of one page in their order, in one interpreter and one folder.

``python docs_runner.py PAGE NEEDS``: blocks that need another package than NEEDS are left out.
Exits with 1, and says what went wrong on which line, at the first block that fails.
"""

from __future__ import annotations

import doctest
import io
import subprocess
import sys
import traceback
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from docs_blocks import CodeBlock, blocks_of, commands


def main(page: Path, needs: str) -> int:
    """Run what can be run."""
    names: dict[str, Any] = {"__name__": "__main__"}
    for block in blocks_of(page):
        if block.not_run or (block.needs and block.needs != needs):
            continue
        try:
            printed = _python(block, page, names) if block.is_python else _shell(block)
        except (Exception, SystemExit):  # noqa: BLE001 - whatever a reader would see
            traceback.print_exc()
            return _failed(page, block, "it raises")
        if block.output is not None and not _agree(block.output, printed):
            sys.stderr.write(printed)
            return _failed(page, block, "it prints something else (above)")
    return 0


def _python(block: CodeBlock, page: Path, names: dict[str, Any]) -> str:
    printed = io.StringIO()
    # As many empty lines before it as the page has, so that a traceback names the line.
    code = compile("\n" * block.line + block.code, str(page), "exec")
    with redirect_stdout(printed):
        exec(code, names)
    return printed.getvalue()


def _shell(block: CodeBlock) -> str:
    ours = commands(block)
    if not ours:
        return block.output or ""
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", "\n".join(ours)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    # 3: a page without an article, which is an answer.
    if done.returncode not in (0, 3):
        raise RuntimeError(f"exit code {done.returncode}: {done.stdout}")
    return done.stdout


def _agree(shown: str, printed: str) -> bool:
    """Whether it prints what the page shows; ``...`` stands for anything."""
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    return doctest.OutputChecker().check_output(shown, printed, flags)


def _failed(page: Path, block: CodeBlock, what: str) -> int:
    sys.stderr.write(f"{page.name}, line {block.line}: {what}\n")
    return 1


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), sys.argv[2]))
