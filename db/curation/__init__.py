"""Curation: from the files that curators write to records that hold together. Serving loads nothing of it."""
