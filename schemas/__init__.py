"""marshmallow schemas: one file per noun, describing its record as written, its document as served, its query."""
