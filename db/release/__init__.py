"""Releases: from checked records to the one SQLite file that is served."""
