"""Pages of invented outlets, to look at before one has a page of one's own."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources

__all__ = ["EXAMPLES", "Example"]


@dataclass(frozen=True, slots=True)
class Example:
    """A page that ships with the package."""

    name: str
    title: str
    about: str
    """What there is to see, in a line."""
    language: str
    url: str

    @property
    def html(self) -> str:
        """The page itself."""
        path = resources.files("bodycopy.inspector").joinpath("examples", f"{self.name}.html")
        return path.read_text(encoding="utf-8")


EXAMPLES: tuple[Example, ...] = (
    Example(
        "de_regional_daily",
        "Land plant drei Rückhaltebecken an der Oker",
        "German regional daily: ad labels between the paragraphs, an agency in the byline, an "
        "embed behind a consent box",
        "de",
        "https://www.nordharzer-bote.example/politik/land-stellt-plaene-fuer-drei-rueckhaltebecken"
        "-an-der-oker-vor-K7Q2XWJH4NDRVM3TZB.html",
    ),
    Example(
        "en_broadsheet",
        "‘A library is not a shelf’: villages asked to run their own reading rooms",
        "British broadsheet: standfirst, pull quote, related stories, newsletter box",
        "en",
        "https://www.severncourier.example/society/2024/mar/14/rural-libraries-volunteers-county-"
        "council",
    ),
    Example(
        "ar_daily",
        "محطة تحلية تعمل بالطاقة الشمسية تدخل الخدمة في العقبة",
        "Arabic daily, set from right to left: share buttons, tags, most-read stories",
        "ar",
        "https://www.alsahil-daily.example/2024/03/90271/solar-desalination-aqaba/",
    ),
    Example(
        "ja_newspaper",
        "閉校の小学校、木の器づくりの拠点に",
        "Japanese newspaper: no spaces between words, a photo gallery, a ranking of stories",
        "ja",
        "https://www.hokurei-shimbun.example/articles/HRS4C7Q2KT0005",
    ),
)
"""Four pages, each of another language and make; all are whole."""
