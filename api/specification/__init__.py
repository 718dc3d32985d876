"""The specification: openapi.yaml out of the code. Nothing here serves."""
