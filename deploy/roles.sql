-- Two roles instead of a superuser: metasync_owner changes the schema (`MetaSync.Worker migrate`), metasync_runtime is what API and workers run as.
-- Once per database, as its superuser, and then give both a password:
--   psql --dbname metasync --file deploy/roles.sql
--   psql --dbname metasync --command '\password metasync_owner' --command '\password metasync_runtime'
-- What the runtime role may do with each table is given by `migrate`, because it knows the tables of its version.

DO $$
DECLARE
  role text;
  object record;
BEGIN
  FOREACH role IN ARRAY ARRAY['metasync_owner', 'metasync_runtime'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
      EXECUTE format('CREATE ROLE %I LOGIN', role);
    END IF;
    EXECUTE format('ALTER ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS', role);
  END LOOP;

  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT, CREATE, TEMPORARY ON DATABASE %I TO metasync_owner', current_database());
  EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO metasync_runtime', current_database()); -- a day's pages are collected in a temporary table

  REVOKE CREATE ON SCHEMA public FROM PUBLIC;
  GRANT USAGE, CREATE ON SCHEMA public TO metasync_owner; -- Quartz's tables
  GRANT USAGE ON SCHEMA public TO metasync_runtime;

  -- A database that was set up under another role is handed over.
  IF EXISTS (SELECT FROM pg_namespace WHERE nspname = 'metasync') THEN
    ALTER SCHEMA metasync OWNER TO metasync_owner;
  END IF;
  FOR object IN
    SELECT relation.oid::regclass AS name
    FROM pg_class AS relation JOIN pg_namespace AS schema ON schema.oid = relation.relnamespace
    WHERE relation.relkind IN ('r', 'v', 'm', 'S') AND (schema.nspname = 'metasync' OR (schema.nspname = 'public' AND relation.relname LIKE 'qrtz\_%'))
      -- The sequence of a column goes with its table.
      AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = relation.oid AND classid = 'pg_class'::regclass AND deptype IN ('a', 'i') AND refobjsubid > 0 AND relation.relkind = 'S')
  LOOP
    EXECUTE format('ALTER TABLE %s OWNER TO metasync_owner', object.name);
  END LOOP;
  FOR object IN
    SELECT routine.oid::regprocedure AS name
    FROM pg_proc AS routine JOIN pg_namespace AS schema ON schema.oid = routine.pronamespace WHERE schema.nspname = 'metasync'
  LOOP
    EXECUTE format('ALTER ROUTINE %s OWNER TO metasync_owner', object.name);
  END LOOP;
END
$$;
