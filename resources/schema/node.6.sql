-- SPDX-License-Identifier: Apache-2.0
-- From version 5 of node.sqlite to version 6 (node.sql): stages lie in the order of their jobs.

CREATE TABLE stages_5 AS
    SELECT jobs.number, stages.name, stages.state, stages.at, stages.detail FROM stages JOIN jobs USING (job_id);
DROP TABLE stages;
CREATE TABLE stages (
    number INTEGER NOT NULL REFERENCES jobs (number),
    name TEXT NOT NULL,
    state TEXT NOT NULL,
    at INTEGER,
    detail TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (number, name)
) STRICT, WITHOUT ROWID;
INSERT INTO stages SELECT * FROM stages_5 ORDER BY number, name;
DROP TABLE stages_5;
