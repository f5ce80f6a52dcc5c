-- SPDX-License-Identifier: Apache-2.0
-- From version 4 of node.sqlite to version 5 (node.sql): other networks behind this home's address.

CREATE TABLE upstreams (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    url TEXT NOT NULL,
    has_key INTEGER NOT NULL,
    added_at INTEGER NOT NULL
) STRICT;

CREATE TABLE evidence (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    evidence_id TEXT NOT NULL UNIQUE,
    at INTEGER NOT NULL,
    file BLOB NOT NULL
) STRICT;
