"""Curation: from the files that curators write to records that are valid and fit together. Not used in serving."""
