-- SPDX-License-Identifier: Apache-2.0
-- From version 2 of node.sqlite to version 3 (node.sql): who asked and what it cost belongs to the purchase.

CREATE TABLE purchases (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    job_id TEXT NOT NULL UNIQUE,
    caller TEXT NOT NULL,
    model_id TEXT NOT NULL,
    model_name TEXT NOT NULL,
    profile TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    executor BLOB NOT NULL,
    escrow_id BLOB NOT NULL,
    charged INTEGER NOT NULL,
    receipt_id TEXT,
    file BLOB
) STRICT;
CREATE INDEX purchases_caller ON purchases (caller, state, charged) WHERE caller <> '';
CREATE INDEX purchases_receipt ON purchases (receipt_id) WHERE receipt_id IS NOT NULL;
CREATE INDEX purchases_open ON purchases (state) WHERE state = 'open';

INSERT INTO purchases (job_id, caller, model_id, model_name, profile, created_at, state, reason, executor, escrow_id,
                       charged, receipt_id)
SELECT job_id, caller, model_id, model_name, profile, created_at,
       CASE WHEN receipt_id IS NOT NULL THEN 'done' WHEN state = 'running' THEN 'open' ELSE 'failed' END,
       reason, executor, escrow_id, CASE WHEN receipt_id IS NOT NULL OR state = 'running' THEN charged ELSE 0 END,
       receipt_id
FROM jobs ORDER BY number;

DROP INDEX jobs_caller;
ALTER TABLE jobs DROP COLUMN caller;
ALTER TABLE jobs DROP COLUMN charged;
