-- SPDX-License-Identifier: Apache-2.0
-- node.sqlite, version 11: what the node itself knows about its jobs. Balances and rewards live in the ledger;
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
    epoch INTEGER NOT NULL DEFAULT 0,      -- in which it was settled
    settled_at INTEGER,                    -- nanoseconds; while it counts among the earnings
    device TEXT NOT NULL DEFAULT ''        -- cpu, vulkan:0, …, that ended the answer; empty: before version 10
) STRICT;
CREATE UNIQUE INDEX jobs_receipt ON jobs (receipt_id) WHERE receipt_id IS NOT NULL;
CREATE INDEX jobs_open ON jobs (state) WHERE state = 'running';
CREATE INDEX jobs_moving ON jobs (number)
    WHERE receipt_id IS NOT NULL AND money_state IN ('', 'pending', 'disputed', 'confirmed');
CREATE INDEX jobs_unreturned ON jobs (number)
    WHERE receipt_id IS NULL AND money_state = '' AND escrow_id <> zeroblob(32);
CREATE INDEX jobs_epoch ON jobs (epoch, executor, money_state) WHERE receipt_id IS NOT NULL;
CREATE INDEX jobs_vesting ON jobs (epoch, money_state, earned, receipt_id)
    WHERE receipt_id IS NOT NULL AND money_state IN ('pending', 'disputed', 'confirmed');
CREATE INDEX jobs_settled ON jobs (settled_at, money_state, earned) WHERE settled_at IS NOT NULL;
CREATE INDEX jobs_created ON jobs (created_at);
CREATE INDEX jobs_model ON jobs (model_name, created_at);
CREATE INDEX jobs_failed ON jobs (number) WHERE state = 'failed' OR money_state IN ('disputed', 'lost');

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

-- Sentences (reason, detail, disabled, verdicts.sentence) are kept as core::kept() writes them: an English text, or a
-- JSON list of the id of its wording and its arguments.
CREATE TABLE stages (
    number INTEGER NOT NULL REFERENCES jobs (number), -- those of one page of a list lie side by side
    name TEXT NOT NULL,
    state TEXT NOT NULL,
    at INTEGER,
    detail TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (number, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX stages_vested ON stages (at) WHERE name = 'vested' AND state = 'done' AND at IS NOT NULL;

CREATE TABLE receipts (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    receipt_id TEXT NOT NULL UNIQUE,
    executor BLOB NOT NULL,
    file BLOB NOT NULL,                    -- receipt-file.cddl; empty once it is archived
    archive INTEGER,                       -- number in archives; none: it is here
    archive_offset INTEGER,                -- bytes
    archive_length INTEGER
) STRICT;
CREATE INDEX receipts_executor ON receipts (executor);
CREATE INDEX receipts_here ON receipts (number) WHERE archive IS NULL;

-- Files with old receipts, archive/NUMBER.receipts beside this one (archive.cddl).
CREATE TABLE archives (
    number INTEGER PRIMARY KEY,
    first_epoch INTEGER NOT NULL,          -- in which its receipts were settled
    last_epoch INTEGER NOT NULL,
    receipts INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    hash BLOB NOT NULL                     -- SHA-256 of the whole file
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
    concurrency INTEGER,                   -- answers at the same time; none = no limit
    per_minute INTEGER                     -- answers that may be asked for in a minute; none = no limit
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX api_keys_name ON api_keys (name) WHERE revoked_at IS NULL;

-- Other networks behind this home's address; a plain model name is the first one's that offers it.
CREATE TABLE upstreams (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,                    -- openai, phala, …, opengradient
    url TEXT NOT NULL,
    has_key INTEGER NOT NULL,              -- 1: it lies in keys/upstreams/NAME.key and nowhere else
    added_at INTEGER NOT NULL,
    terms TEXT NOT NULL DEFAULT '{}'       -- JSON: "signers" and "measurements" that are trusted, "models" that it has without a list
) STRICT;

-- Evidence of answers that other networks gave, and its places in their log (evidence-log.cddl): a row for those that were
-- kept together and whose ids begin alike. Rows stay; their files go when they are old (api.keep_evidence_days).
CREATE TABLE evidence_batches (
    number INTEGER PRIMARY KEY,
    leaf INTEGER UNIQUE,                   -- place of its first entry, from 0 without a gap; none: from before there was a log
    begins TEXT NOT NULL,                  -- the first 11 digits of its ids: 16 ms of when they were asked for
    count INTEGER NOT NULL,
    newest INTEGER NOT NULL,               -- nanoseconds: the last of its answers ended
    sizes TEXT NOT NULL,                   -- for each 8 hex digits, bytes of its entry, and 8, bytes of its file
    ids TEXT NOT NULL,                     -- of 32 hex digits, a line each
    hashes BLOB NOT NULL,                  -- of the leaves, 32 bytes each
    entries BLOB NOT NULL,
    files BLOB,                            -- evidence.cddl, one behind the other
    callers TEXT NOT NULL DEFAULT ''       -- ids of the API keys that asked, or nothing, a line each
) STRICT;
CREATE INDEX evidence_by_id ON evidence_batches (begins);
CREATE INDEX evidence_by_time ON evidence_batches (newest) WHERE files IS NOT NULL;
CREATE INDEX evidence_files ON evidence_batches (number) WHERE files IS NOT NULL;

-- Every head that somebody was shown.
CREATE TABLE tree_heads (
    size INTEGER PRIMARY KEY,
    root BLOB NOT NULL,
    at INTEGER NOT NULL,
    log_key BLOB NOT NULL,
    signature BLOB NOT NULL
) STRICT;

-- What devices did when they were measured; the newest of each device.
CREATE TABLE benchmarks (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    device TEXT NOT NULL,                  -- cpu, vulkan:0, …
    report TEXT NOT NULL                   -- JSON: BenchmarkReport of control.md
) STRICT;
CREATE INDEX benchmarks_of_device ON benchmarks (device, number);

CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Calls with an Idempotency-Key and what they were answered, for 24 hours.
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

-- Payments of callers without a key (x402): whose nonce was used, what is owed, what was settled.
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

-- What answers of other networks cost, by the price that their owner here entered.
CREATE TABLE foreign_charges (
    evidence_id TEXT PRIMARY KEY,          -- of the answer, which is charged once
    at INTEGER NOT NULL,                   -- when it ended
    caller TEXT NOT NULL,                  -- id of an API key; '' = somebody on this machine
    charged INTEGER NOT NULL               -- 10^-9 EMB
) STRICT, WITHOUT ROWID;

-- Running totals, which the triggers below keep with the rows that they sum: nobody reads all history for them. They
-- must equal the view; where the table is empty, the next start fills it from there.
CREATE TABLE totals (
    kind TEXT NOT NULL,                    -- state, money, window, spent, held, day
    name TEXT NOT NULL,                    -- state of job or money, model, API key, API key,
                                           -- days since 1970 (UTC) ':' API key, which may be empty
    rows INTEGER NOT NULL,
    units INTEGER NOT NULL,                -- 10^-9 EMB
    PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;

CREATE VIEW counted AS
SELECT kind, name, count(*) AS rows, sum(units) AS units FROM (
    SELECT 'state' AS kind, state AS name, 0 AS units FROM jobs
    UNION ALL SELECT 'money', money_state, earned FROM jobs WHERE money_state <> ''
    UNION ALL SELECT 'window', model_id, 0 FROM jobs
        WHERE receipt_id IS NOT NULL AND money_state IN ('', 'pending', 'disputed', 'confirmed')
    UNION ALL SELECT 'spent', caller, charged FROM purchases WHERE caller <> '' AND state = 'done'
    UNION ALL SELECT 'held', caller, charged FROM purchases WHERE caller <> '' AND state = 'open'
    UNION ALL SELECT 'day', (created_at / 86400000000000) || ':' || caller, charged FROM purchases WHERE state = 'done'
    UNION ALL SELECT 'spent', caller, charged FROM foreign_charges WHERE caller <> ''
    UNION ALL SELECT 'day', (at / 86400000000000) || ':' || caller, charged FROM foreign_charges
) GROUP BY kind, name;

CREATE TRIGGER jobs_come AFTER INSERT ON jobs BEGIN
    INSERT INTO totals
    SELECT 'state', NEW.state, 1, 0
    UNION ALL SELECT 'money', NEW.money_state, 1, NEW.earned WHERE NEW.money_state <> ''
    UNION ALL SELECT 'window', NEW.model_id, 1, 0
        WHERE NEW.receipt_id IS NOT NULL AND NEW.money_state IN ('', 'pending', 'disputed', 'confirmed')
    ON CONFLICT (kind, name) DO UPDATE SET rows = rows + excluded.rows, units = units + excluded.units;
END;
CREATE TRIGGER jobs_change AFTER UPDATE OF state, money_state, earned, receipt_id, model_id ON jobs
WHEN OLD.state IS NOT NEW.state OR OLD.money_state IS NOT NEW.money_state OR OLD.earned IS NOT NEW.earned
    OR OLD.receipt_id IS NOT NEW.receipt_id OR OLD.model_id IS NOT NEW.model_id
BEGIN
    INSERT INTO totals
    SELECT 'state', OLD.state, -1, 0
    UNION ALL SELECT 'money', OLD.money_state, -1, -OLD.earned WHERE OLD.money_state <> ''
    UNION ALL SELECT 'window', OLD.model_id, -1, 0
        WHERE OLD.receipt_id IS NOT NULL AND OLD.money_state IN ('', 'pending', 'disputed', 'confirmed')
    ON CONFLICT (kind, name) DO UPDATE SET rows = rows + excluded.rows, units = units + excluded.units;
    INSERT INTO totals
    SELECT 'state', NEW.state, 1, 0
    UNION ALL SELECT 'money', NEW.money_state, 1, NEW.earned WHERE NEW.money_state <> ''
    UNION ALL SELECT 'window', NEW.model_id, 1, 0
        WHERE NEW.receipt_id IS NOT NULL AND NEW.money_state IN ('', 'pending', 'disputed', 'confirmed')
    ON CONFLICT (kind, name) DO UPDATE SET rows = rows + excluded.rows, units = units + excluded.units;
END;
CREATE TRIGGER jobs_go AFTER DELETE ON jobs BEGIN
    INSERT INTO totals
    SELECT 'state', OLD.state, -1, 0
    UNION ALL SELECT 'money', OLD.money_state, -1, -OLD.earned WHERE OLD.money_state <> ''
    UNION ALL SELECT 'window', OLD.model_id, -1, 0
        WHERE OLD.receipt_id IS NOT NULL AND OLD.money_state IN ('', 'pending', 'disputed', 'confirmed')
    ON CONFLICT (kind, name) DO UPDATE SET rows = rows + excluded.rows, units = units + excluded.units;
END;

CREATE TRIGGER purchases_come AFTER INSERT ON purchases BEGIN
    INSERT INTO totals
    SELECT 'spent', NEW.caller, 1, NEW.charged WHERE NEW.caller <> '' AND NEW.state = 'done'
    UNION ALL SELECT 'held', NEW.caller, 1, NEW.charged WHERE NEW.caller <> '' AND NEW.state = 'open'
    UNION ALL SELECT 'day', (NEW.created_at / 86400000000000) || ':' || NEW.caller, 1, NEW.charged WHERE NEW.state = 'done'
    ON CONFLICT (kind, name) DO UPDATE SET rows = rows + excluded.rows, units = units + excluded.units;
END;
CREATE TRIGGER purchases_change AFTER UPDATE OF state, charged, caller ON purchases
WHEN OLD.state IS NOT NEW.state OR OLD.charged IS NOT NEW.charged OR OLD.caller IS NOT NEW.caller
BEGIN
    INSERT INTO totals
    SELECT 'spent', OLD.caller, -1, -OLD.charged WHERE OLD.caller <> '' AND OLD.state = 'done'
    UNION ALL SELECT 'held', OLD.caller, -1, -OLD.charged WHERE OLD.caller <> '' AND OLD.state = 'open'
    UNION ALL SELECT 'day', (OLD.created_at / 86400000000000) || ':' || OLD.caller, -1, -OLD.charged WHERE OLD.state = 'done'
    ON CONFLICT (kind, name) DO UPDATE SET rows = rows + excluded.rows, units = units + excluded.units;
    INSERT INTO totals
    SELECT 'spent', NEW.caller, 1, NEW.charged WHERE NEW.caller <> '' AND NEW.state = 'done'
    UNION ALL SELECT 'held', NEW.caller, 1, NEW.charged WHERE NEW.caller <> '' AND NEW.state = 'open'
    UNION ALL SELECT 'day', (NEW.created_at / 86400000000000) || ':' || NEW.caller, 1, NEW.charged WHERE NEW.state = 'done'
    ON CONFLICT (kind, name) DO UPDATE SET rows = rows + excluded.rows, units = units + excluded.units;
END;
CREATE TRIGGER purchases_go AFTER DELETE ON purchases BEGIN
    INSERT INTO totals
    SELECT 'spent', OLD.caller, -1, -OLD.charged WHERE OLD.caller <> '' AND OLD.state = 'done'
    UNION ALL SELECT 'held', OLD.caller, -1, -OLD.charged WHERE OLD.caller <> '' AND OLD.state = 'open'
    UNION ALL SELECT 'day', (OLD.created_at / 86400000000000) || ':' || OLD.caller, -1, -OLD.charged WHERE OLD.state = 'done'
    ON CONFLICT (kind, name) DO UPDATE SET rows = rows + excluded.rows, units = units + excluded.units;
END;

CREATE TRIGGER foreign_charges_come AFTER INSERT ON foreign_charges BEGIN
    INSERT INTO totals
    SELECT 'day', (NEW.at / 86400000000000) || ':' || NEW.caller, 1, NEW.charged
    UNION ALL SELECT 'spent', NEW.caller, 1, NEW.charged WHERE NEW.caller <> ''
    ON CONFLICT (kind, name) DO UPDATE SET rows = rows + excluded.rows, units = units + excluded.units;
END;

-- What was earned in each hour, by model and device, which the triggers below keep as they keep the totals: an owner's
-- question is answered from some thousand rows however many receipts there are. It must equal counted_hours.
CREATE TABLE earned_hours (
    hour INTEGER NOT NULL,                 -- since 1970 (UTC), in which it was settled
    model_name TEXT NOT NULL,
    device TEXT NOT NULL,
    rows INTEGER NOT NULL,
    units INTEGER NOT NULL,                -- 10^-9 EMB; what was lost was not earned
    PRIMARY KEY (hour, model_name, device)
) STRICT, WITHOUT ROWID;

CREATE VIEW counted_hours AS
SELECT settled_at / 3600000000000 AS hour, model_name, device, count(*) AS rows, sum(earned) AS units FROM jobs
WHERE settled_at IS NOT NULL AND money_state <> 'lost' GROUP BY hour, model_name, device;

CREATE TRIGGER hours_come AFTER INSERT ON jobs WHEN NEW.settled_at IS NOT NULL AND NEW.money_state <> 'lost' BEGIN
    INSERT INTO earned_hours VALUES (NEW.settled_at / 3600000000000, NEW.model_name, NEW.device, 1, NEW.earned)
    ON CONFLICT (hour, model_name, device) DO UPDATE SET rows = rows + 1, units = units + excluded.units;
END;
CREATE TRIGGER hours_change AFTER UPDATE OF settled_at, money_state, earned, model_name, device ON jobs
WHEN OLD.settled_at IS NOT NEW.settled_at OR OLD.money_state IS NOT NEW.money_state OR OLD.earned IS NOT NEW.earned
    OR OLD.model_name IS NOT NEW.model_name OR OLD.device IS NOT NEW.device
BEGIN
    UPDATE earned_hours SET rows = rows - 1, units = units - OLD.earned
    WHERE OLD.settled_at IS NOT NULL AND OLD.money_state <> 'lost' AND hour = OLD.settled_at / 3600000000000
        AND model_name = OLD.model_name AND device = OLD.device;
    INSERT INTO earned_hours SELECT NEW.settled_at / 3600000000000, NEW.model_name, NEW.device, 1, NEW.earned
    WHERE NEW.settled_at IS NOT NULL AND NEW.money_state <> 'lost'
    ON CONFLICT (hour, model_name, device) DO UPDATE SET rows = rows + 1, units = units + excluded.units;
END;
CREATE TRIGGER hours_go AFTER DELETE ON jobs WHEN OLD.settled_at IS NOT NULL AND OLD.money_state <> 'lost' BEGIN
    UPDATE earned_hours SET rows = rows - 1, units = units - OLD.earned
    WHERE hour = OLD.settled_at / 3600000000000 AND model_name = OLD.model_name AND device = OLD.device;
END;

-- Energy that devices took while they computed for this node, by hour.
CREATE TABLE energy (
    hour INTEGER NOT NULL,                 -- since 1970 (UTC)
    device TEXT NOT NULL,                  -- cpu, vulkan:0, …
    measured INTEGER NOT NULL,             -- millijoules, of what the device itself said it draws
    estimated INTEGER NOT NULL,            -- millijoules, by power.watts
    PRIMARY KEY (hour, device)
) STRICT, WITHOUT ROWID;
