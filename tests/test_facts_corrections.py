"""Correction and update notices."""

from __future__ import annotations

from tests.authored import PARAGRAPHS, html_of
from tests.views import headline_of, view_of

from bodycopy.facts.pictures.corrections import find_corrections
from bodycopy.roles import Role

NOTICE = "An earlier version of this article gave the wrong length of the pier. It has 310 metres."


def corrections(after: str, before: str = "") -> tuple[str, ...]:
    """The notices of a page with something before and behind its body."""
    body = f"<h1>Pier closed</h1>{before}<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>{after}"
    roles = {"Correction": Role.CORRECTION, "An earlier": Role.CORRECTION, "Ber": Role.CORRECTION}
    view = view_of(html_of(body), roles)
    return find_corrections(view, headline_of(view))


def test_gives_the_notice_as_printed() -> None:
    """At the end or before the text, a notice is given whole."""
    assert corrections(f"<p>{NOTICE}</p>") == (NOTICE,)
    assert corrections("", f"<p>{NOTICE}</p>") == (NOTICE,)


def test_a_heading_goes_with_its_notice() -> None:
    """A box of its own prints its name above the notice."""
    expected = (f"Correction, 3 May {NOTICE}",)
    assert corrections(f"<h3>Correction, 3 May</h3><p>{NOTICE}</p>") == expected


def test_a_heading_alone_is_no_notice() -> None:
    """A name without a notice corrects nothing."""
    assert corrections("<h3>Corrections</h3><p>Menu</p>") == ()


def test_a_notice_counts_once() -> None:
    """Phones and screens get a copy each."""
    assert corrections(f"<p>{NOTICE}</p><p>{NOTICE}</p>") == (NOTICE,)


def test_notices_of_other_articles_are_passed_over() -> None:
    """Far behind the body stands the page's column of corrections."""
    assert corrections("<p>Menu</p>" * 20 + f"<p>{NOTICE}</p>") == ()


def test_a_page_without_a_body_has_none() -> None:
    """Where there is no article, nothing is corrected."""
    assert find_corrections(view_of(f"<p>{NOTICE}</p>", {"An": Role.CORRECTION}), None) == ()
