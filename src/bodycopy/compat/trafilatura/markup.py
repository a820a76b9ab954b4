"""Element trees as strings of XML, laid out for reading."""

from __future__ import annotations

from xml.etree.ElementTree import Element, tostring

__all__ = ["printed"]


def printed(root: Element) -> str:
    """The tree as a string; elements that hold nothing but elements are indented by two.

    Changes the tree's white space. Elements that hold text stay as they are.
    """
    waiting = [(root, 1)]
    while waiting:
        element, depth = waiting.pop()
        if not len(element) or _holds_text(element):
            continue
        element.text = "\n" + "  " * depth
        for child in element:
            child.tail = "\n" + "  " * depth
        element[-1].tail = "\n" + "  " * (depth - 1)
        waiting.extend((child, depth + 1) for child in element)
    return tostring(root, encoding="unicode")


def _holds_text(element: Element) -> bool:
    texts = (element.text, *(child.tail for child in element))
    return any(text and not text.isspace() for text in texts)
