"""The record in SQLite: loading and checking YAML, building the database, reading it. Nothing here knows HTTP."""
