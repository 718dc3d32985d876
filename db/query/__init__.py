"""Queries: from the file of a release to answers. Nothing here builds one."""
