"""Characters that no text of the record may have: they cannot be seen, or other formats cannot hold them."""

import re

UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ud800-\udfff\ue000-\uf8ff\ufeff"
    # Characters that Unicode keeps for no text, which XML cannot hold.
    "\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane * 65_536 - 2)}{chr(plane * 65_536 - 1)}" for plane in range(2, 18))
    + "]"
)
