"""Pictures: what `.svg` and `.png` show, drawn as SVG; each kind of picture is a module."""
