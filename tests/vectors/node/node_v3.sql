-- SPDX-License-Identifier: Apache-2.0
-- node.sqlite, version 3: what the node itself knows about its jobs. Balances and rewards live in the ledger;
-- money columns here are an index of it, rebuilt from it at every start.

CREATE TABLE jobs (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    job_id TEXT NOT NULL UNIQUE,           -- 32 hex digits; also the evidence id
    model_id TEXT NOT NULL,
    model_name TEXT NOT NULL,
    profile TEXT NOT NULL,
    created_at INTEGER NOT NULL,           -- nanoseconds since the Unix epoch
    state TEXT NOT NULL,                   -- running, done, failed, cancelled
    reason TEXT NOT NULL DEFAULT '',
    prompt_tokens INTEGER NOT NULL DEFAULT 0,
    completion_tokens INTEGER NOT NULL DEFAULT 0,
    escrow_id BLOB NOT NULL,               -- 32 bytes
    executor BLOB NOT NULL,                -- node key that serves it
    receipt_id TEXT,                       -- 64 hex digits, once it is signed
    level TEXT NOT NULL DEFAULT '',
    money_state TEXT NOT NULL DEFAULT '',  -- '', pending, disputed, confirmed, paid, lost, refunded
    earned INTEGER NOT NULL DEFAULT 0,     -- operator's share, 10^-9 EMB
    epoch INTEGER NOT NULL DEFAULT 0       -- in which it was settled
) STRICT;
CREATE UNIQUE INDEX jobs_receipt ON jobs (receipt_id) WHERE receipt_id IS NOT NULL;
CREATE INDEX jobs_open ON jobs (state) WHERE state = 'running';
CREATE INDEX jobs_money ON jobs (money_state);
CREATE INDEX jobs_created ON jobs (created_at);

-- What this node asked for, whoever computed it; the same job_id as in jobs where it did so itself.
CREATE TABLE purchases (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    job_id TEXT NOT NULL UNIQUE,           -- 32 hex digits; also the evidence id
    caller TEXT NOT NULL,                  -- id of the API key that asked, or empty
    model_id TEXT NOT NULL,
    model_name TEXT NOT NULL,
    profile TEXT NOT NULL,
    created_at INTEGER NOT NULL,           -- nanoseconds since the Unix epoch
    state TEXT NOT NULL,                   -- open, done, failed
    reason TEXT NOT NULL DEFAULT '',
    executor BLOB NOT NULL,                -- node key that was paid
    escrow_id BLOB NOT NULL,               -- 32 bytes
    charged INTEGER NOT NULL,              -- 10^-9 EMB: while open the most that it may cost, then the price
    receipt_id TEXT,                       -- 64 hex digits
    file BLOB                              -- receipt-file.cddl, where another home computed it; else in receipts
) STRICT;
CREATE INDEX purchases_caller ON purchases (caller, state, charged) WHERE caller <> '';
CREATE INDEX purchases_receipt ON purchases (receipt_id) WHERE receipt_id IS NOT NULL;
CREATE INDEX purchases_open ON purchases (state) WHERE state = 'open';

CREATE TABLE stages (
    job_id TEXT NOT NULL REFERENCES jobs (job_id),
    name TEXT NOT NULL,
    state TEXT NOT NULL,
    at INTEGER,
    detail TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (job_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE receipts (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    receipt_id TEXT NOT NULL UNIQUE,
    executor BLOB NOT NULL,
    file BLOB NOT NULL                     -- receipt-file.cddl
) STRICT;

CREATE TABLE verdicts (
    receipt_id TEXT PRIMARY KEY,
    at INTEGER NOT NULL,
    level TEXT NOT NULL,
    outcome TEXT NOT NULL,                 -- passed, suspect, failed
    sentence TEXT NOT NULL,
    compared INTEGER NOT NULL,
    equal INTEGER NOT NULL,
    posted INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE models (
    model_id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    profile TEXT NOT NULL,                 -- default for requests; one of the manifest's
    imported_at INTEGER NOT NULL,
    disabled TEXT NOT NULL DEFAULT ''      -- reason; empty = in use
) STRICT, WITHOUT ROWID;

CREATE TABLE api_keys (
    key_id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    hash BLOB NOT NULL,                    -- 32 bytes: H("apikey/1", key); the key itself is nowhere
    created_at INTEGER NOT NULL,
    revoked_at INTEGER,
    budget INTEGER,                        -- most that it may ever spend, 10^-9 EMB; none = no limit
    concurrency INTEGER                    -- answers at the same time; none = no limit
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX api_keys_name ON api_keys (name) WHERE revoked_at IS NULL;

CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
