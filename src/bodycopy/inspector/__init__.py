"""The inspector: a page as it looks, its blocks and why each became what it is, its article."""

from bodycopy.inspector.examples import EXAMPLES, Example
from bodycopy.inspector.inspect import inspect_page, inspect_text
from bodycopy.inspector.inspection import (
    Chance,
    InspectedBlock,
    Inspection,
    Reason,
    Why,
    encode_inspection,
)
from bodycopy.inspector.screen import content_security_policy, inspector_page

__all__ = [
    # a page to look at, and what there is to see
    "inspect_page",
    "inspect_text",
    "Inspection",
    "InspectedBlock",
    "Why",
    "Reason",
    "Chance",
    "encode_inspection",
    # the screen
    "inspector_page",
    "content_security_policy",
    "EXAMPLES",
    "Example",
]
