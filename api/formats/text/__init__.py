"""Text for people: one page in blocks, which plain text and Markdown each write in their own way."""
