-- SPDX-License-Identifier: Apache-2.0
-- From version 9 of node.sqlite to version 10 (node.sql): whose evidence of other networks' answers is. Who asked for the
-- older ones is not known, so that the owner alone reads them.

ALTER TABLE evidence ADD COLUMN caller TEXT NOT NULL DEFAULT '';
