-- SPDX-License-Identifier: Apache-2.0
-- From version 9 of node.sqlite to version 10 (node.sql).

-- What was earned by model and device, and energy.

ALTER TABLE jobs ADD COLUMN device TEXT NOT NULL DEFAULT '';

CREATE INDEX jobs_vesting ON jobs (epoch, money_state, earned, receipt_id)
    WHERE receipt_id IS NOT NULL AND money_state IN ('pending', 'disputed', 'confirmed');
CREATE INDEX stages_vested ON stages (at) WHERE name = 'vested' AND state = 'done' AND at IS NOT NULL;

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

INSERT INTO earned_hours SELECT hour, model_name, device, rows, units FROM counted_hours;

-- Energy that devices took while they computed for this node, by hour.
CREATE TABLE energy (
    hour INTEGER NOT NULL,                 -- since 1970 (UTC)
    device TEXT NOT NULL,                  -- cpu, vulkan:0, …
    measured INTEGER NOT NULL,             -- millijoules, of what the device itself said it draws
    estimated INTEGER NOT NULL,            -- millijoules, by power.watts
    PRIMARY KEY (hour, device)
) STRICT, WITHOUT ROWID;

-- Evidence that was kept together is one row. Who asked for the older ones is not known, so that the owner alone reads
-- them.

DROP INDEX evidence_by_time;
CREATE TABLE evidence_batches (
    number INTEGER PRIMARY KEY,
    leaf INTEGER UNIQUE,
    begins TEXT NOT NULL,
    count INTEGER NOT NULL,
    newest INTEGER NOT NULL,
    sizes TEXT NOT NULL,
    ids TEXT NOT NULL,
    hashes BLOB NOT NULL,
    entries BLOB NOT NULL,
    files BLOB,
    callers TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX evidence_by_id ON evidence_batches (begins);
CREATE INDEX evidence_by_time ON evidence_batches (newest) WHERE files IS NOT NULL;

INSERT INTO evidence_batches (leaf, begins, count, newest, sizes, ids, hashes, entries, files)
    SELECT leaf, substr(evidence_id, 1, 11), 1, 0, printf('%08x%08x', length(entry), 0), evidence_id, hash, entry, NULL
    FROM evidence_log WHERE evidence_id NOT IN (SELECT evidence_id FROM evidence) ORDER BY leaf;
INSERT INTO evidence_batches (leaf, begins, count, newest, sizes, ids, hashes, entries, files)
    SELECT leaf, substr(evidence_id, 1, 11), 1, at, printf('%08x%08x', coalesce(length(entry), 0), length(file)),
        evidence_id, coalesce(hash, x''), coalesce(entry, x''), file
    FROM evidence LEFT JOIN evidence_log USING (evidence_id) ORDER BY number;
DROP TABLE evidence_log;
DROP TABLE evidence;

-- What answers of other networks cost.

CREATE TABLE foreign_charges (
    evidence_id TEXT PRIMARY KEY,          -- of the answer, which is charged once
    at INTEGER NOT NULL,                   -- when it ended
    caller TEXT NOT NULL,                  -- id of an API key; '' = somebody on this machine
    charged INTEGER NOT NULL               -- 10^-9 EMB
) STRICT, WITHOUT ROWID;

DROP VIEW counted;
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
CREATE TRIGGER foreign_charges_come AFTER INSERT ON foreign_charges BEGIN
    INSERT INTO totals
    SELECT 'day', (NEW.at / 86400000000000) || ':' || NEW.caller, 1, NEW.charged
    UNION ALL SELECT 'spent', NEW.caller, 1, NEW.charged WHERE NEW.caller <> ''
    ON CONFLICT (kind, name) DO UPDATE SET rows = rows + excluded.rows, units = units + excluded.units;
END;
