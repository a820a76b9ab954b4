"""The language of the page, as declared and as written."""
