-- SPDX-License-Identifier: Apache-2.0
-- From version 3 of node.sqlite to version 4 (node.sql): running totals, receipts in archives, an index for every list.

ALTER TABLE jobs ADD COLUMN settled_at INTEGER;
UPDATE jobs SET settled_at = coalesce(
    (SELECT at FROM stages WHERE stages.job_id = jobs.job_id AND stages.name = 'committed'), created_at)
WHERE money_state IN ('pending', 'disputed', 'confirmed', 'paid', 'lost');
DROP INDEX jobs_money;
DROP INDEX jobs_created;
CREATE INDEX jobs_moving ON jobs (number)
    WHERE receipt_id IS NOT NULL AND money_state IN ('', 'pending', 'disputed', 'confirmed');
CREATE INDEX jobs_unreturned ON jobs (number)
    WHERE receipt_id IS NULL AND money_state = '' AND escrow_id <> zeroblob(32);
CREATE INDEX jobs_epoch ON jobs (epoch, executor, money_state) WHERE receipt_id IS NOT NULL;
CREATE INDEX jobs_settled ON jobs (settled_at, money_state, earned) WHERE settled_at IS NOT NULL;

ALTER TABLE receipts ADD COLUMN archive INTEGER;
ALTER TABLE receipts ADD COLUMN archive_offset INTEGER;
ALTER TABLE receipts ADD COLUMN archive_length INTEGER;
CREATE INDEX receipts_executor ON receipts (executor);
CREATE INDEX receipts_here ON receipts (number) WHERE archive IS NULL;

CREATE TABLE archives (
    number INTEGER PRIMARY KEY,
    first_epoch INTEGER NOT NULL,
    last_epoch INTEGER NOT NULL,
    receipts INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    hash BLOB NOT NULL
) STRICT;

CREATE TABLE totals (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    rows INTEGER NOT NULL,
    units INTEGER NOT NULL,
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
    ON CONFLICT (kind, name) DO UPDATE SET rows = rows + excluded.rows, units = units + excluded.units;
END;
CREATE TRIGGER purchases_change AFTER UPDATE OF state, charged, caller ON purchases
WHEN OLD.state IS NOT NEW.state OR OLD.charged IS NOT NEW.charged OR OLD.caller IS NOT NEW.caller
BEGIN
    INSERT INTO totals
    SELECT 'spent', OLD.caller, -1, -OLD.charged WHERE OLD.caller <> '' AND OLD.state = 'done'
    UNION ALL SELECT 'held', OLD.caller, -1, -OLD.charged WHERE OLD.caller <> '' AND OLD.state = 'open'
    ON CONFLICT (kind, name) DO UPDATE SET rows = rows + excluded.rows, units = units + excluded.units;
    INSERT INTO totals
    SELECT 'spent', NEW.caller, 1, NEW.charged WHERE NEW.caller <> '' AND NEW.state = 'done'
    UNION ALL SELECT 'held', NEW.caller, 1, NEW.charged WHERE NEW.caller <> '' AND NEW.state = 'open'
    ON CONFLICT (kind, name) DO UPDATE SET rows = rows + excluded.rows, units = units + excluded.units;
END;
CREATE TRIGGER purchases_go AFTER DELETE ON purchases BEGIN
    INSERT INTO totals
    SELECT 'spent', OLD.caller, -1, -OLD.charged WHERE OLD.caller <> '' AND OLD.state = 'done'
    UNION ALL SELECT 'held', OLD.caller, -1, -OLD.charged WHERE OLD.caller <> '' AND OLD.state = 'open'
    ON CONFLICT (kind, name) DO UPDATE SET rows = rows + excluded.rows, units = units + excluded.units;
END;
