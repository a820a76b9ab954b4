"""Extraction as a service: HTTP in front, expendable workers behind."""
