-- SPDX-License-Identifier: Apache-2.0
-- From version 7 of node.sqlite to version 8 (node.sql): measurements of devices are kept, how often a key may ask, what each
-- spends per day, and calls with an Idempotency-Key.

CREATE TABLE benchmarks (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    device TEXT NOT NULL,
    report TEXT NOT NULL
) STRICT;
CREATE INDEX benchmarks_of_device ON benchmarks (device, number);

ALTER TABLE api_keys ADD COLUMN per_minute INTEGER;

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
) GROUP BY kind, name;

DROP TRIGGER purchases_come;
DROP TRIGGER purchases_change;
DROP TRIGGER purchases_go;
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

INSERT INTO totals SELECT kind, name, rows, units FROM counted WHERE kind = 'day'
    AND EXISTS (SELECT 1 FROM totals); -- else the next start fills it

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
