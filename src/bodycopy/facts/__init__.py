"""Facts that a page tells about itself, one file a field: pure functions, no I/O."""
