CREATE TABLE metasync.accounts (
  account       text        PRIMARY KEY, -- act_1
  name          text,
  currency      text,
  time_zone     text, -- Meta's timezone_name; a day of the account is a day of this zone
  utc_offset    interval, -- at the time of reading; for a zone that this machine does not know
  status        integer,              -- Meta's account_status; 1 is active
  visible       boolean     NOT NULL DEFAULT true, -- whether the token saw it when it was last read
  read_at       timestamptz, -- null for an account that Meta has refused from the start
  denied_until  timestamptz, -- Meta refuses the account; it is not asked again before then
  denied_reason text,
  denied_remedy text,
  CONSTRAINT an_account_that_was_read_has_a_zone_and_a_currency CHECK (read_at IS NULL OR (time_zone IS NOT NULL AND utc_offset IS NOT NULL AND currency IS NOT NULL)),
  CONSTRAINT a_denied_account_says_why CHECK ((denied_until IS NULL) = (denied_reason IS NULL))
);
