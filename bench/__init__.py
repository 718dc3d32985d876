"""Measuring: made-up records of any size, and what is measured on them."""
