-- SPDX-License-Identifier: Apache-2.0
-- From version 9 of node.sqlite to version 10 (node.sql): what answers of other networks cost.

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
