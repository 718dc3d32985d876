"""Queries: which parameters an address takes, and how each is read."""
