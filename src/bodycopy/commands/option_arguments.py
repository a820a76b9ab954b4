"""The options of ``extract`` as flags of a command."""

from __future__ import annotations

import argparse

from bodycopy.options import Options

__all__ = ["add_option_arguments", "options_from"]

_DEFAULTS = Options()


def add_option_arguments(parser: argparse.ArgumentParser) -> None:
    """Give a command the flags that :func:`options_from` reads."""
    group = parser.add_argument_group("what an article is, and what it holds")
    group.add_argument(
        "--min-chars",
        metavar="N",
        type=int,
        default=_DEFAULTS.min_chars,
        help="fewer characters of body are no article (default: %(default)s)",
    )
    group.add_argument(
        "--balance",
        metavar="B",
        type=float,
        default=_DEFAULTS.balance,
        help="-1: only what is surely body; 1: whatever may be body (default: %(default)s)",
    )
    group.add_argument(
        "--languages",
        metavar="TAGS",
        type=_tags,
        default=(),
        help="expected languages, separated by commas (de,pt-BR): others are no article",
    )
    group.add_argument(
        "--page-types",
        metavar="TYPES",
        type=_tags,
        default=(),
        help="expected types of page, separated by commas (article,liveblog): others are no "
        "article",
    )
    for name, text in _LEFT_OUT.items():
        group.add_argument(f"--no-{name}", dest=name, action="store_false", help=text)
    group.add_argument(
        "--dateline-in-text",
        action="store_true",
        help="leave the dateline at the front of the first paragraph",
    )
    group.add_argument(
        "--no-standfirst-in-text",
        dest="standfirst_in_text",
        action="store_false",
        help="the text does not open with the standfirst",
    )
    group.add_argument(
        "--no-news-fields",
        dest="news_fields",
        action="store_false",
        help="do not look for authors, dates, images and their like: nearly twice as fast",
    )
    _add_limits(parser)


def _add_limits(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group(
        "limits", "what passes one is cut, and the record says so in cut_by"
    )
    for name, text in _LIMITS.items():
        group.add_argument(
            f"--{name.replace('_', '-')}",
            metavar="N",
            type=int,
            default=getattr(_DEFAULTS, name),
            help=f"{text} (default: %(default)s)",
        )
    group.add_argument(
        "--max-seconds",
        metavar="S",
        type=float,
        default=None,
        help="seconds that a page may take, looked at between the stages (default: no end)",
    )


def options_from(arguments: argparse.Namespace) -> Options:
    """The options that the flags ask for; raises ``UsageError`` where they cannot be meant."""
    return Options(
        min_chars=arguments.min_chars,
        balance=arguments.balance,
        languages=arguments.languages,
        page_types=arguments.page_types,
        tables=arguments.tables,
        images=arguments.images,
        links=arguments.links,
        comments=arguments.comments,
        dateline_in_text=arguments.dateline_in_text,
        standfirst_in_text=arguments.standfirst_in_text,
        news_fields=arguments.news_fields,
        max_seconds=arguments.max_seconds,
        **{name: getattr(arguments, name) for name in _LIMITS},
    )


_LIMITS = {
    "max_bytes": "bytes of a page that are read",
    "max_nodes": "elements, texts and comments that are read",
    "max_depth": "elements inside each other that are told apart",
    "max_attributes": "attributes of an element that are read",
    "max_blocks": "blocks of text that are read",
    "max_data_chars": "characters of a script's data that are read, and of all JSON-LD",
}
_LEFT_OUT = {
    "tables": "leave tables out of the body",
    "images": "leave images out of the record",
    "links": "leave links out of the record; their text stays",
    "comments": "do not look for comments and posts",
}


def _tags(text: str) -> tuple[str, ...]:
    return tuple(tag.strip() for tag in text.split(",") if tag.strip())
