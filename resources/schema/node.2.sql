-- SPDX-License-Identifier: Apache-2.0
-- From version 1 of node.sqlite to version 2 (node.sql).

ALTER TABLE jobs ADD COLUMN caller TEXT NOT NULL DEFAULT '';
ALTER TABLE jobs ADD COLUMN charged INTEGER NOT NULL DEFAULT 0;
CREATE INDEX jobs_caller ON jobs (caller, receipt_id, state, charged) WHERE caller <> '';

CREATE TABLE api_keys (
    key_id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    hash BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER,
    budget INTEGER,
    concurrency INTEGER
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX api_keys_name ON api_keys (name) WHERE revoked_at IS NULL;
