-- SPDX-License-Identifier: Apache-2.0
-- From version 9 of node.sqlite to version 10 (node.sql): evidence that was kept together is one row.

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
    files BLOB
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
