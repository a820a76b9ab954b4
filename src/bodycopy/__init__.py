"""News pages in, articles out."""

from bodycopy.article import (
    SCHEMA_VERSION,
    Access,
    Article,
    Block,
    Comment,
    Dateline,
    Embed,
    Encoding,
    Image,
    Link,
    ListItem,
    LiveUpdate,
    Mark,
    MarkKind,
    PageType,
    Publisher,
    Reason,
    Timestamp,
    Verdict,
    json_schema,
)
from bodycopy.errors import BodycopyError, InputError, UsageError
from bodycopy.many import Page, extract_many
from bodycopy.options import Options
from bodycopy.pipeline import extract, extract_text
from bodycopy.render import (
    to_csv_row,
    to_html,
    to_jsonld,
    to_markdown,
    to_ninjs,
    to_tei,
    to_text,
)
from bodycopy.roles import Role
from bodycopy.site_profile import SiteProfile

__version__ = "0.1.0"

# ``article.to_markdown()`` and its like: a record knows nothing of what is made of it, so the
# two meet here.
Article.to_text = to_text
Article.to_markdown = to_markdown
Article.to_html = to_html
Article.to_jsonld = to_jsonld
Article.to_ninjs = to_ninjs
Article.to_tei = to_tei
Article.to_csv_row = to_csv_row

__all__ = [
    # the main job
    "extract",
    "extract_text",
    "extract_many",
    "Page",
    "Options",
    "SiteProfile",
    # its results
    "Article",
    "Verdict",
    "Reason",
    "PageType",
    # parts of an article
    "Block",
    "Role",
    "Link",
    "Mark",
    "MarkKind",
    "ListItem",
    "Image",
    "Embed",
    "Dateline",
    "Timestamp",
    "Publisher",
    "LiveUpdate",
    "Comment",
    "Access",
    "Encoding",
    # records as data
    "SCHEMA_VERSION",
    "json_schema",
    # who is to blame
    "BodycopyError",
    "UsageError",
    "InputError",
]
