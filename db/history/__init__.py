"""History: what changed between releases of the record, told in files, and each earlier state made from them again."""
