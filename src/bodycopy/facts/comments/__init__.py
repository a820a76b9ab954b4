"""Comments under the article and posts of a thread."""
