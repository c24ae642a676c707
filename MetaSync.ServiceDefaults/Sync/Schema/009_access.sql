-- Who may use the API. The key itself is in no table: only what its holder can be recognised by.
CREATE TABLE metasync.api_keys (
  id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name         text        NOT NULL, -- stays taken when the key is revoked: the audit log speaks of keys by their names
  prefix       text        NOT NULL, -- its first characters, to tell keys apart
  hash         bytea       NOT NULL, -- SHA-256 of the SHA-256 of the key
  scopes       text[]      NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  expires_at   timestamptz,          -- null: never
  revoked_at   timestamptz,
  last_used_at timestamptz,          -- to the minute
  CONSTRAINT a_name_is_one_keys UNIQUE (name),
  CONSTRAINT a_hash_is_one_keys UNIQUE (hash),
  CONSTRAINT a_hash_is_a_sha256 CHECK (octet_length(hash) = 32),
  CONSTRAINT a_key_has_known_scopes CHECK (scopes IN ('{read}', '{read,write}'))
);

-- What somebody asked for, written down before it is done: no row, no action.
CREATE TABLE metasync.audit_log (
  id       bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor    text,                 -- the name of the key; null: nobody was signed in, or nobody has to be
  action   text        NOT NULL, -- such as sync.cancel
  batch_id uuid,
  detail   jsonb       NOT NULL DEFAULT '{}',
  trace_id text,
  address  text
);

-- How it ended. An action without a row here was broken off: the process died, or the database.
CREATE TABLE metasync.audit_outcomes (
  audit_id bigint      PRIMARY KEY REFERENCES metasync.audit_log (id),
  at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  outcome  text        NOT NULL,
  status   integer,              -- HTTP's
  batch_id uuid,                 -- the one that the action made
  CONSTRAINT an_action_ends_in_a_known_way CHECK (outcome IN ('done', 'refused', 'failed'))
);

CREATE FUNCTION metasync.refuse_to_change_the_past() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'metasync.% can only be added to: % is refused', TG_TABLE_NAME, TG_OP;
END
$$;

CREATE TRIGGER audit_log_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON metasync.audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION metasync.refuse_to_change_the_past();
ALTER TABLE metasync.audit_log ENABLE ALWAYS TRIGGER audit_log_is_append_only;
CREATE TRIGGER audit_outcomes_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON metasync.audit_outcomes
  FOR EACH STATEMENT EXECUTE FUNCTION metasync.refuse_to_change_the_past();
ALTER TABLE metasync.audit_outcomes ENABLE ALWAYS TRIGGER audit_outcomes_are_append_only;

-- What the page's cookies are encrypted with, shared by all processes of the API.
CREATE TABLE metasync.data_protection_keys (
  name       text        PRIMARY KEY,
  xml        text        NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
