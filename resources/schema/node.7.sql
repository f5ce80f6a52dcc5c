-- SPDX-License-Identifier: Apache-2.0
-- From version 6 of node.sqlite to version 7 (node.sql): whom another network's signatures are trusted from, and a log of
-- the evidence of its answers. Evidence that was kept before stands in no log.

ALTER TABLE upstreams ADD COLUMN terms TEXT NOT NULL DEFAULT '{}';

CREATE INDEX evidence_by_time ON evidence (at);

CREATE TABLE evidence_log (
    leaf INTEGER PRIMARY KEY,
    evidence_id TEXT NOT NULL UNIQUE,
    entry BLOB NOT NULL,
    hash BLOB NOT NULL
) STRICT;

CREATE TABLE tree_heads (
    size INTEGER PRIMARY KEY,
    root BLOB NOT NULL,
    at INTEGER NOT NULL,
    log_key BLOB NOT NULL,
    signature BLOB NOT NULL
) STRICT;
