-- What a batch was asked for with, and whether it is held.
ALTER TABLE metasync.sync_batches
  ADD COLUMN mode            text    NOT NULL DEFAULT 'all',
  ADD COLUMN chunk_days      integer NOT NULL DEFAULT 1, -- days that one job asks Meta for at once
  ADD COLUMN priority        text    NOT NULL DEFAULT 'normal',
  ADD COLUMN stop_on_failure boolean NOT NULL DEFAULT false,
  ADD COLUMN skipped         integer NOT NULL DEFAULT 0, -- days that were not enqueued, because they waited already or were in
  ADD COLUMN requested_by    text,    -- the name of the API key
  ADD COLUMN idempotency_key text,
  ADD COLUMN request_hash    bytea,   -- SHA-256 of the request that the key came with first
  ADD COLUMN paused_at       timestamptz,
  ADD COLUMN pause_reason    text,
  ADD CONSTRAINT a_batch_has_a_known_mode CHECK (mode IN ('missing', 'missing-and-failed', 'all')),
  ADD CONSTRAINT a_batch_has_a_known_priority CHECK (priority IN ('low', 'normal', 'high')),
  ADD CONSTRAINT a_chunk_has_at_least_a_day CHECK (chunk_days > 0),
  ADD CONSTRAINT a_key_comes_with_its_request CHECK ((idempotency_key IS NULL) = (request_hash IS NULL)),
  ADD CONSTRAINT a_paused_batch_says_why CHECK ((paused_at IS NULL) = (pause_reason IS NULL)),
  ADD CONSTRAINT a_batch_is_paused_for_a_known_reason CHECK (pause_reason IN ('requested', 'day-failed'));

CREATE UNIQUE INDEX an_idempotency_key_has_one_batch ON metasync.sync_batches (coalesce(requested_by, ''), idempotency_key) WHERE idempotency_key IS NOT NULL;

-- A row may cover several days, which are one job and one report of Meta's.
CREATE SEQUENCE metasync.places;
ALTER TABLE metasync.sync_days
  ADD COLUMN end_day    date,
  ADD COLUMN priority   text        NOT NULL DEFAULT 'normal', -- days of one kind and priority keep their order
  ADD COLUMN place      bigint,     -- the order of a lane; a day that is resumed or retried gets a new one, at the end
  ADD COLUMN updated_at timestamptz NOT NULL DEFAULT clock_timestamp();

UPDATE metasync.sync_days SET end_day = day, place = id, updated_at = coalesce(finished_at, started_at, updated_at);
SELECT setval('metasync.places', coalesce(max(place), 0) + 1, false) FROM metasync.sync_days;

ALTER TABLE metasync.sync_days
  ALTER COLUMN end_day SET NOT NULL,
  ALTER COLUMN place SET NOT NULL,
  ALTER COLUMN place SET DEFAULT nextval('metasync.places'),
  ADD CONSTRAINT a_chunk_ends_after_it_starts CHECK (end_day >= day),
  ADD CONSTRAINT a_day_has_a_known_priority CHECK (priority IN ('low', 'normal', 'high')),
  DROP CONSTRAINT a_day_is_in_one_known_state,
  ADD CONSTRAINT a_day_is_in_one_known_state CHECK (state IN ('queued', 'running', 'waiting', 'paused', 'succeeded', 'failed', 'cancelled'));

-- A chunk's other days are kept apart by the lock that every enqueue takes on the account.
DROP INDEX metasync.a_day_waits_once_per_account;
CREATE UNIQUE INDEX a_day_waits_once_per_account ON metasync.sync_days (account, day) WHERE state IN ('queued', 'running', 'waiting', 'paused');
DROP INDEX metasync.sync_days_in_lane_order;
CREATE INDEX sync_days_in_lane_order ON metasync.sync_days (lane, kind, priority, place) WHERE state IN ('queued', 'running', 'waiting');
CREATE INDEX sync_days_of_an_account ON metasync.sync_days (account, day, id);
CREATE INDEX sync_days_by_update ON metasync.sync_days (updated_at);

CREATE FUNCTION metasync.set_updated_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at := clock_timestamp();
  RETURN NEW;
END
$$;

CREATE TRIGGER a_day_says_when_it_was_updated BEFORE UPDATE ON metasync.sync_days FOR EACH ROW EXECUTE FUNCTION metasync.set_updated_at();
