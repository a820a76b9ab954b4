"""What a caller may choose, in one frozen place."""

from __future__ import annotations

from dataclasses import dataclass

from bodycopy.errors import UsageError
from bodycopy.site_profile import SiteProfile

__all__ = ["Options"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Choices of the caller. An option changes what it names and nothing else."""

    min_chars: int = 120
    """Characters of body text below which the page is ``too_short`` to be an article."""

    dateline_in_text: bool = False
    """Leave the dateline at the front of the first paragraph; it is a field in both cases."""

    news_fields: bool = True
    """Look for authors, agencies, dateline, dates, section, topics, access, images, embeds and
    corrections. Without them a page takes little more than half the time; datelines, credits and
    captions that only their finders tell from paragraphs then stay in the body."""

    comments: bool = True
    """Look for the comments under the article, or the posts of a forum's thread."""

    profile: SiteProfile | None = None
    """What recurs on the pages of the site: such lines are left out of the body."""

    def __post_init__(self) -> None:
        if not isinstance(self.min_chars, int) or self.min_chars < 0:
            raise UsageError(f"min_chars must be a number from 0, not {self.min_chars!r}")
        if self.profile is not None and not isinstance(self.profile, SiteProfile):
            raise UsageError(f"profile must be a SiteProfile or None, not {self.profile!r}")
