"""Pages: what a browser is shown around the blocks of a reply: head, form, citation, other forms."""
