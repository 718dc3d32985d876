"""JSON-LD in the words of schema.org."""
