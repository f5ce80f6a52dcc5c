-- SPDX-License-Identifier: Apache-2.0
-- From version 7 of node.sqlite to version 8 (node.sql): calls with an Idempotency-Key.

CREATE TABLE repeatable_calls (
    caller TEXT NOT NULL,                  -- id of an API key; '' = somebody on this machine
    key TEXT NOT NULL,                     -- Idempotency-Key
    request BLOB NOT NULL,                 -- hash of path, profile and body
    at INTEGER NOT NULL,
    state TEXT NOT NULL,                   -- running, kept, unkept
    status INTEGER NOT NULL DEFAULT 0,     -- of a kept answer, as are those that follow
    head TEXT NOT NULL DEFAULT '',         -- JSON: content type, headers, whether it is a stream
    body BLOB,
    PRIMARY KEY (caller, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX repeatable_by_time ON repeatable_calls (at);
