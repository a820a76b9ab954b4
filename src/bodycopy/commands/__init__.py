"""What the command line does, one file a command, and what its commands share."""
