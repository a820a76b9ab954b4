"""Text that somebody flattened: lines in, the same rooms as for pages."""
