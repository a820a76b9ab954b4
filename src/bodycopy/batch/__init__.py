"""Many pages: a plan of shards, expendable workers, and an account that adds up."""
