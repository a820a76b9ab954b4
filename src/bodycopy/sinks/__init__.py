"""Where articles go: Parquet or JSON lines, one schema for both."""
