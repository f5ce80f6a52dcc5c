# SPDX-License-Identifier: Apache-2.0
"""Reads what validators have stored of their chain, without asking them: resources/schema/chain.cddl, transaction.cddl."""
import hashlib
import sqlite3

SETTLE_RECEIPT, SETTLE_BY_VOUCHER = 4, 20


def head(data, at):
    major, short = data[at] >> 5, data[at] & 31
    if short < 24:
        return major, short, at + 1
    size = 1 << (short - 24)
    return major, int.from_bytes(data[at + 1:at + 1 + size], "big"), at + 1 + size


def skip(data, at):
    major, value, at = head(data, at)
    if major in (2, 3):
        return at + value
    for _ in range(value if major == 4 else 2 * value if major == 5 else 0):
        at = skip(data, at)
    return at


def members(data, at=0):
    """Of a map with unsigned keys: key -> (begin, end) of the value."""
    major, count, at = head(data, at)
    assert major == 5, major
    found = {}
    for _ in range(count):
        _, key, at = head(data, at)
        end = skip(data, at)
        found[key] = (at, end)
        at = end
    return found


def octets(data, span):
    major, size, at = head(data, span[0])
    assert major == 2, major
    return data[at:at + size]


def number(data, span):
    return head(data, span[0])[1]


def items(data, span):
    _, count, at = head(data, span[0])
    for _ in range(count):
        end = skip(data, at)
        yield at, end
        at = end


def receipt_in(signed):
    """Its id and price."""
    begin, end = members(signed)[0]
    return hashlib.sha256(b"rcpt/1\0" + signed[begin:end]).hexdigest(), number(signed, members(signed, begin)[15])


def settled_receipts(transaction):
    """Ids and prices of the receipts that a signed transaction settles."""
    try:
        body = members(transaction)[0]
        message = members(transaction, members(transaction, body[0])[5][0])
        kind, content = number(transaction, message[0]), members(transaction, message[1][0])
        if kind == SETTLE_RECEIPT:
            return [receipt_in(octets(transaction, content[0]))]
        if kind == SETTLE_BY_VOUCHER:
            return [receipt_in(octets(transaction, one)) for one in items(transaction, content[3])]
    except (AssertionError, KeyError, IndexError):
        pass  # the validators' numbers for the beacon, or nothing that the ledger takes
    return []


def query(home, sql, *values):
    database = sqlite3.connect(f"file:{home}/network/chain.sqlite?mode=ro", uri=True, timeout=10)
    try:
        return database.execute(sql, values).fetchall()
    finally:
        database.close()


class Book:
    """All blocks of a chain, kept while the validators forget old ones."""

    def __init__(self):
        self.hashes = {}  # height -> app hash -> homes that have stored it
        self.settled = {}  # receipt -> heights at which it took effect
        self.price = {}  # receipt -> what it cost
        self.refused = 0  # settlements that changed nothing
        self.seen = set()

    def read(self, home):
        last = max((height for height, by_hash in self.hashes.items() for homes in by_hash.values() if home in homes),
                   default=0)
        for height, block in query(home, "SELECT height, block FROM blocks WHERE height > ?", last):
            fields = members(block)
            app = octets(block, fields[4]).hex()
            self.hashes.setdefault(height, {}).setdefault(app, set()).add(home)
            if height not in self.seen:
                self.seen.add(height)
                self.take(home, height, [block[a:b] for a, b in items(block, fields[2])])

    def take(self, home, height, items_of_block):
        codes = dict(query(home, "SELECT lower(hex(hash)), code FROM transactions WHERE height = ?", height))
        for item in items_of_block:
            _, size, at = head(item, 0)
            transaction = item[at:at + size]
            took_effect = codes.get(hashlib.sha256(b"tx/1\0" + transaction).hexdigest()) == 0
            for receipt, self.price[receipt] in settled_receipts(transaction):
                if took_effect:
                    self.settled.setdefault(receipt, []).append(height)
                else:
                    self.refused += 1

    def forks(self):
        return [height for height, by_hash in self.hashes.items() if len(by_hash) > 1]

    def common(self, homes):
        """The highest block that all of them have stored, and its app hash."""
        heights = [height for height, by_hash in self.hashes.items()
                   if any(set(homes) <= stored for stored in by_hash.values())]
        if not heights:
            return 0, ""
        return max(heights), next(app for app, stored in self.hashes[max(heights)].items() if set(homes) <= stored)
