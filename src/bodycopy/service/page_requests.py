"""The JSON that callers send, and what it asks of a worker."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from bodycopy.options import Options
from bodycopy.service.asks import Ask, Kind
from bodycopy.service.option_values import options_of_json
from bodycopy.service.problem import Problem

__all__ = ["HtmlRequest", "LineRequest", "TextRequest", "read_json"]


class _Request(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What all of them have."""

    url: str | None = None
    options: dict[str, Any] | None = None


class HtmlRequest(_Request, frozen=True, kw_only=True):
    """A page of HTML as a string."""

    html: str

    def ask(
        self,
        options: Options | None,
        *,
        format_name: str = "json",
        inspects: bool = False,
        url: str | None = None,
    ) -> Ask:
        """What a worker is asked, with those options and that address where it names none."""
        return Ask(
            kind=Kind.INSPECT if inspects else Kind.EXTRACT,
            data=self.html.encode(),
            is_text=True,
            url=url if self.url is None else self.url,
            format=format_name,
            options=options_of_json(self.options or {}, options),
        )


class TextRequest(_Request, frozen=True, kw_only=True):
    """A page that was flattened to text."""

    text: str
    language: str | None = None

    def ask(
        self,
        options: Options | None,
        *,
        format_name: str = "json",
        inspects: bool = False,
        url: str | None = None,
        language: str | None = None,
    ) -> Ask:
        """The same; ``language`` where it names none as well."""
        return Ask(
            kind=Kind.INSPECT_TEXT if inspects else Kind.EXTRACT_TEXT,
            data=self.text.encode(),
            is_text=True,
            url=url if self.url is None else self.url,
            language=language if self.language is None else self.language,
            format=format_name,
            options=options_of_json(self.options or {}, options),
        )


class LineRequest(_Request, frozen=True, kw_only=True):
    """Either of the two; a line of a batch."""

    html: str | None = None
    text: str | None = None
    language: str | None = None

    def which(self) -> HtmlRequest | TextRequest:
        """The one that it is. Raises a ``Problem`` where it is neither or both."""
        if (self.html is None) == (self.text is None):
            raise Problem("invalid-request", "give either html or text")
        if self.text is not None:
            language = self.language
            return TextRequest(
                text=self.text, language=language, url=self.url, options=self.options
            )
        assert self.html is not None
        if self.language is not None:
            raise Problem("invalid-request", "language goes with text; of html it is found")
        return HtmlRequest(html=self.html, url=self.url, options=self.options)


R = TypeVar("R", bound=msgspec.Struct)

_DECODERS: Mapping[type, msgspec.json.Decoder[Any]] = {
    kind: msgspec.json.Decoder(kind) for kind in (HtmlRequest, TextRequest, LineRequest)
}


def read_json(data: bytes, kind: type[R]) -> R:
    """The request that the JSON is; raises a ``Problem`` with the place of the fault."""
    try:
        request: R = _DECODERS[kind].decode(data)
    except msgspec.ValidationError as error:
        raise Problem("invalid-request", str(error)) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Problem("bad-request", f"the body is no JSON: {error}") from error
    return request
