-- SPDX-License-Identifier: Apache-2.0
-- From version 7 of node.sqlite to version 8 (node.sql): measurements of devices are kept.

CREATE TABLE benchmarks (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    device TEXT NOT NULL,
    report TEXT NOT NULL
) STRICT;
CREATE INDEX benchmarks_of_device ON benchmarks (device, number);
