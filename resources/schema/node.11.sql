-- SPDX-License-Identifier: Apache-2.0
-- From version 10 of node.sqlite to version 11 (node.sql).

-- Jobs are found among all that there are: by when they came, by their model, and those that failed.
CREATE INDEX jobs_created ON jobs (created_at);
CREATE INDEX jobs_model ON jobs (model_name, created_at);
CREATE INDEX jobs_failed ON jobs (number) WHERE state = 'failed' OR money_state IN ('disputed', 'lost');
