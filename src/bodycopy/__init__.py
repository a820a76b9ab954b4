"""News pages in, articles out."""

from bodycopy.article import (
    SCHEMA_VERSION,
    Access,
    Article,
    Block,
    Dateline,
    Embed,
    Encoding,
    Image,
    Link,
    LiveUpdate,
    PageType,
    Reason,
    Timestamp,
    Verdict,
    json_schema,
)
from bodycopy.errors import BodycopyError, InputError, UsageError
from bodycopy.options import Options
from bodycopy.roles import Role

__version__ = "0.1.0"

