"""The model: what a record, its fields and its evidence are, whatever the noun."""
