"""Where pages come from: WARC, WET, HTML files, tar, JSONL and Parquet, one reader a file."""
