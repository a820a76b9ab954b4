"""The fenced blocks of a Markdown page: which of them are code, and what they are to print."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

PYTHON, SHELL = ("python",), ("sh", "console")
SHOWN = ("text", "json", "toml", "yaml", "html", "markdown", "xml", "csv")
"""Languages of blocks that show something; they are not run."""

# A comment on the line before a block: what it needs, why it is not run, or that it is what the
# block before it prints.
_MARK = re.compile(r"^<!-- (needs|not run|output)(?:: ([^<>]{1,200}))? -->$")
_FENCE = re.compile(r"^( *)```([a-z]*)")


@dataclass(frozen=True, kw_only=True)
class CodeBlock:
    """One block of a page, with what is written about it."""

    language: str
    code: str
    line: int
    needs: str = ""
    """The package without which it is not run."""
    not_run: str = ""
    """Why it is not run."""
    output: str | None = None
    """What it prints, where the page shows that."""

    @property
    def is_python(self) -> bool:
        return self.language in PYTHON

    @property
    def is_shell(self) -> bool:
        return self.language in SHELL


def blocks_of(path: Path) -> list[CodeBlock]:
    """The blocks of a page that are code, in order."""
    found: list[CodeBlock] = []
    mark: tuple[str, str] = ("", "")
    lines = iter(enumerate(path.read_text(encoding="utf-8").splitlines(), 1))
    for number, line in lines:
        if marked := _MARK.match(line.strip()):
            mark = (marked[1], marked[2] or "")
            continue
        fence = _FENCE.match(line)
        if fence is None:
            if line.strip():
                mark = ("", "")
            continue
        code = _rest(lines, fence[1])
        if mark[0] == "output":
            _expect(found, code, f"{path.name}, line {number}")
        elif fence[2] not in SHOWN:
            found.append(_block(fence[2], code, number, mark))
        mark = ("", "")
    return found


def _rest(lines: enumerate[str] | object, indent: str) -> str:
    """The lines of a block up to its closing fence."""
    code: list[str] = []
    for _, line in lines:  # type: ignore[attr-defined]
        if line.strip() == "```":
            break
        code.append(line.removeprefix(indent))
    return "\n".join(code) + "\n"


def _block(language: str, code: str, line: int, mark: tuple[str, str]) -> CodeBlock:
    output = None
    if language == "console":
        output = _printed(code)
    return CodeBlock(
        language=language,
        code=code,
        line=line,
        needs=mark[1] if mark[0] == "needs" else "",
        not_run=mark[1] if mark[0] == "not run" else "",
        output=output,
    )


def _expect(found: list[CodeBlock], output: str, where: str) -> None:
    """Note that a block is what the one before it prints."""
    assert found, f"{where}: output of no block"
    last = found.pop()
    found.append(CodeBlock(**{**vars(last), "output": output}))


def _printed(code: str) -> str | None:
    """What a console block shows below its commands, if anything."""
    shown = [line for line in code.splitlines() if not line.startswith("$ ")]
    return "\n".join(shown) + "\n" if any(map(str.strip, shown)) else None


def commands(block: CodeBlock) -> list[str]:
    """The commands of a shell block that are ours, whole."""
    joined = block.code.replace("\\\n", " ")
    lines = [line.strip() for line in joined.splitlines()]
    if block.language == "console":
        lines = [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]
    return [line for line in lines if re.match(r"(?:[^|#]*\| )?bodycopy\b", line)]
