"""How the page is filed: section, topics, access, publisher, page type, entries of a liveblog."""
