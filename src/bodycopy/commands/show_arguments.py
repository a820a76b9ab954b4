"""The choices of the renderers as flags of a command."""

from __future__ import annotations

import argparse
from collections.abc import Collection, Mapping

from bodycopy.render.formats import FORMATS

__all__ = ["add_format_argument", "add_show_arguments", "choices_from"]


def add_format_argument(parser: argparse._ActionsContainer) -> None:
    """Give a command its ``--format``."""
    parser.add_argument(
        "--format",
        choices=tuple(FORMATS),
        default="text",
        help="text: headline, standfirst and body (the default); markdown; html; json: the whole "
        "record; jsonld: schema.org; ninjs: IPTC ninjs 3.0; tei: TEI P5; csv: a header and a row",
    )


def add_show_arguments(parser: argparse.ArgumentParser, *, given: Collection[str] = ()) -> None:
    """Give a command the flags that :func:`choices_from` reads.

    ``given`` are the choices whose ``--no-`` flag the command has already.
    """
    group = parser.add_argument_group(
        "what is shown", "without these flags, what the format shows by itself"
    )
    for name, text in _CHOICES.items():
        if name in given:
            group.add_argument(
                f"--{name}", dest=f"show_{name}", action="store_const", const=True, help=text
            )
        else:
            group.add_argument(
                f"--{name}",
                dest=f"show_{name}",
                action=argparse.BooleanOptionalAction,
                default=None,
                help=text,
            )


def choices_from(arguments: argparse.Namespace) -> Mapping[str, bool]:
    """The choices that the flags make, as keywords of the renderers."""
    made = ((name, getattr(arguments, f"show_{name}")) for name in _CHOICES)
    return {name: value for name, value in made if value is not None}


_CHOICES = {
    "links": "where links lead (markdown, html, ninjs, tei)",
    "emphasis": "strong, emphasised and deleted words, code (markdown, html, ninjs, tei)",
    "images": "images with caption and credit (markdown, html, jsonld, ninjs, tei)",
    "tables": "tables of the body (all formats but json)",
    "comments": "the comments under the article (text, markdown, html, jsonld, tei)",
    "standfirst": "the standfirst (all formats but json)",
    "document": "a whole page around the article (html)",
    "formulas": "cells that a spreadsheet would run as they are, without an apostrophe (csv)",
}
