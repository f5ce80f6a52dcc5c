-- SPDX-License-Identifier: Apache-2.0
-- From version 8 of node.sqlite to version 9 (node.sql): payments of callers without a key.

CREATE TABLE payments (
    id BLOB PRIMARY KEY,                   -- of chain, contract, payer and nonce
    at INTEGER NOT NULL,
    stage TEXT NOT NULL,                   -- reserved, owed, settled, refused, lost
    version INTEGER NOT NULL,              -- of x402
    scheme TEXT NOT NULL,
    payer TEXT NOT NULL,
    most TEXT NOT NULL,                    -- that was signed, in the asset's smallest unit; amount likewise
    expires_s INTEGER NOT NULL,
    voucher TEXT NOT NULL,                 -- JSON as it came
    requirements TEXT NOT NULL,            -- JSON of the offer
    amount TEXT NOT NULL DEFAULT '',
    owed_at INTEGER NOT NULL DEFAULT 0,
    prompt_tokens INTEGER NOT NULL DEFAULT 0,
    completion_tokens INTEGER NOT NULL DEFAULT 0,
    tx TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE INDEX payments_by_stage ON payments (stage, owed_at);
