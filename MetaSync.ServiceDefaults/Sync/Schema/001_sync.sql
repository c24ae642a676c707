CREATE TABLE metasync.sync_batches (
  id         uuid        PRIMARY KEY,
  start_date date        NOT NULL,
  end_date   date        NOT NULL,
  accounts   text[]      NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT a_batch_ends_after_it_starts CHECK (end_date >= start_date)
);

CREATE INDEX sync_batches_newest_first ON metasync.sync_batches (created_at DESC, id DESC);

CREATE TABLE metasync.sync_days (
  id               bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY, -- the order of a lane
  batch_id         uuid        NOT NULL REFERENCES metasync.sync_batches (id),
  lane             text        NOT NULL,
  account          text        NOT NULL,
  day              date        NOT NULL,
  state            text        NOT NULL DEFAULT 'queued',
  attempts         integer     NOT NULL DEFAULT 0,
  run_token        uuid,
  worker           text,
  rows             bigint,
  calls            integer     NOT NULL DEFAULT 0,
  waiting_reason   text,
  waiting_until    timestamptz,
  error_code       integer,
  error_subcode    integer,
  error_message    text,
  error_fbtrace_id text,
  trace_id         text,
  started_at       timestamptz,
  finished_at      timestamptz,
  CONSTRAINT a_day_is_in_one_known_state CHECK (state IN ('queued', 'running', 'waiting', 'succeeded', 'failed', 'cancelled')),
  CONSTRAINT a_running_day_has_a_token CHECK (state <> 'running' OR run_token IS NOT NULL),
  CONSTRAINT a_waiting_day_says_why_and_until_when CHECK ((state = 'waiting') = (waiting_reason IS NOT NULL AND waiting_until IS NOT NULL)),
  CONSTRAINT a_finished_day_has_a_time CHECK ((state IN ('succeeded', 'failed', 'cancelled')) = (finished_at IS NOT NULL))
);

CREATE UNIQUE INDEX a_day_waits_once_per_account ON metasync.sync_days (account, day) WHERE state IN ('queued', 'running', 'waiting');
CREATE INDEX sync_days_in_lane_order ON metasync.sync_days (lane, id) WHERE state IN ('queued', 'running', 'waiting');
CREATE INDEX sync_days_of_a_batch ON metasync.sync_days (batch_id, id);
