"""Damage: releases that differ by a row, and files that were altered although nobody may alter them."""

import sqlite3

from db.release.store import take_in


def another(pointer, number):
    """Take in a further release that differs by one row nobody asks for, and return its digest."""
    file = pointer.with_name("file")
    file.write_bytes(pointer.read_bytes())
    with sqlite3.connect(file) as connection:
        connection.execute("insert into _word values (?)", [f"zzz{number}"])
    connection.close()
    return take_in(file, pointer)


def overwrite(pointer, change):
    """Change the file that a pointer leads to, although nobody may."""
    path = pointer.resolve()
    path.chmod(0o644)
    path.write_bytes(change(path.read_bytes()))


def flip(content, position=5000):
    return content[:position] + bytes([content[position] ^ 1]) + content[position + 1 :]


def empty(content):
    return content[:0]


def cut(content):
    return content[:-1]


def lengthen(content):
    return content + b"\0"
