-- One row for each token that a worker has been given. The fingerprint is a cut of its SHA-256: the token itself is in no table.
CREATE TABLE metasync.tokens (
  fingerprint            text        PRIMARY KEY,
  state                  text        NOT NULL DEFAULT 'valid',
  error_code             integer,
  error_subcode          integer,
  error_message          text,
  remedy                 text,
  parked_at              timestamptz,
  check_at               timestamptz, -- when one call may find out whether a parked token works again
  checks                 integer     NOT NULL DEFAULT 0,
  expires_at             timestamptz, -- null: never, or not known
  data_access_expires_at timestamptz,
  scopes                 text[],
  inspected_at           timestamptz, -- when Meta was last asked about the token and the accounts
  used_at                timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT a_token_is_in_one_known_state CHECK (state IN ('valid', 'parked')),
  CONSTRAINT a_parked_token_says_why_and_until_when CHECK ((state = 'parked') = (parked_at IS NOT NULL AND check_at IS NOT NULL AND error_message IS NOT NULL))
);

-- What all workers together know of Meta's rate limits.
CREATE TABLE metasync.rate_limits (
  scope         text             NOT NULL,
  subject       text             NOT NULL, -- the account; empty for the app
  meter         text             NOT NULL,
  percent       double precision NOT NULL, -- used, when Meta last said so; may exceed 100
  tier          text             NOT NULL DEFAULT 'unknown',
  read_at       timestamptz      NOT NULL,
  empty_at      timestamptz, -- when the meter is back at zero, if Meta says so
  blocked_until timestamptz, -- no call is made before
  refusals      integer          NOT NULL DEFAULT 0, -- in a row
  error_code    integer,
  error_subcode integer,
  error_message text,
  CONSTRAINT a_meter_has_one_row PRIMARY KEY (scope, subject, meter),
  CONSTRAINT a_meter_is_of_an_app_or_an_account CHECK (scope IN ('app', 'account'))
);
