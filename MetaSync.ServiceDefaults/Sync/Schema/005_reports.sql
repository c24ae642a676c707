-- What has worked for an account's report, so that the next day does not begin with what is known to be too much.
CREATE TABLE metasync.fetch_plans (
  account           text        NOT NULL,
  report            text        NOT NULL,
  mode              text        NOT NULL,
  page_size         integer     NOT NULL,
  campaigns_per_run integer,
  dropped_fields    text[]      NOT NULL DEFAULT '{}', -- Meta knows them no more
  learned_at        timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT an_account_has_one_plan_per_report PRIMARY KEY (account, report),
  CONSTRAINT a_plan_has_a_known_mode CHECK (mode IN ('sync', 'async', 'split'))
);

-- The report runs that were submitted at Meta for a day, or are to be.
CREATE TABLE metasync.report_runs (
  id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  day_id       bigint      NOT NULL REFERENCES metasync.sync_days (id) ON DELETE CASCADE,
  report       text        NOT NULL,
  campaign_ids text[],     -- the part of the report; null is all of it
  state        text        NOT NULL DEFAULT 'planned',
  run_id       text,       -- Meta's report_run_id
  percent      integer     NOT NULL DEFAULT 0,
  submitted_at timestamptz,
  ended_at     timestamptz,
  CONSTRAINT a_run_is_in_one_known_state CHECK (state IN ('planned', 'submitting', 'running', 'completed', 'failed', 'skipped', 'lost')),
  CONSTRAINT a_run_at_meta_has_its_id CHECK (state NOT IN ('running', 'completed') OR run_id IS NOT NULL),
  CONSTRAINT a_run_that_was_sent_has_a_time CHECK (state = 'planned' OR submitted_at IS NOT NULL)
);

CREATE UNIQUE INDEX a_day_has_one_live_run ON metasync.report_runs (day_id) WHERE state IN ('submitting', 'running');
CREATE INDEX report_runs_of_a_day ON metasync.report_runs (day_id, report, id);

-- The reports of a day that are in or were refused, while others of the same day are still to come.
CREATE TABLE metasync.sync_day_reports (
  day_id  bigint  NOT NULL REFERENCES metasync.sync_days (id) ON DELETE CASCADE,
  report  text    NOT NULL,
  rows    bigint,
  changed boolean,
  refused jsonb,  -- Meta's error; the report is not asked for again for this day
  CONSTRAINT a_report_is_in_or_was_refused CHECK ((refused IS NULL) = (rows IS NOT NULL AND changed IS NOT NULL)),
  CONSTRAINT a_day_has_each_report_once PRIMARY KEY (day_id, report)
);

-- Each day that is stored: also one without a row, and one whose values have not changed since.
CREATE TABLE metasync.insights_days (
  account    text        NOT NULL,
  report     text        NOT NULL,
  day        date        NOT NULL,
  rows       bigint      NOT NULL,
  as_of      timestamptz NOT NULL, -- when Meta was last asked
  changed_at timestamptz NOT NULL, -- when its answer last differed from the one before
  batch_id   uuid        NOT NULL,
  CONSTRAINT a_report_has_each_day_once PRIMARY KEY (account, report, day)
);

INSERT INTO metasync.insights_days (account, report, day, rows, as_of, changed_at, batch_id)
SELECT DISTINCT ON (account, day) account, 'ad', day, rows, finished_at, finished_at, batch_id
FROM metasync.sync_days WHERE state = 'succeeded' ORDER BY account, day, id DESC;

ALTER TABLE metasync.insights
  ADD COLUMN breakdowns jsonb NOT NULL DEFAULT '{}', -- {"country":"DE"}; a key that Meta left out is "unknown"
  DROP CONSTRAINT an_ad_has_one_row_per_day,
  ADD CONSTRAINT an_entity_has_one_row_per_day_and_breakdown PRIMARY KEY (account, report, day, campaign_id, adset_id, ad_id, breakdowns);

ALTER TABLE metasync.sync_batches
  ADD COLUMN kind text NOT NULL DEFAULT 'range',
  ADD CONSTRAINT a_batch_is_of_one_known_kind CHECK (kind IN ('range', 'refresh'));

ALTER TABLE metasync.sync_days
  ADD COLUMN kind          text    NOT NULL DEFAULT 'range', -- days of one kind keep their order; the two kinds take turns in a lane
  ADD COLUMN waiting_meter text,
  ADD COLUMN error_remedy  text,
  ADD COLUMN changed       boolean, -- whether Meta's answer differed from what was stored
  ADD COLUMN steps         jsonb   NOT NULL DEFAULT '[]';    -- how the ladder came down for this day

DROP INDEX metasync.sync_days_in_lane_order;
CREATE INDEX sync_days_in_lane_order ON metasync.sync_days (lane, kind, id) WHERE state IN ('queued', 'running', 'waiting');
