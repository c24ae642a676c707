using MetaSync.Faults.Rig;
using Npgsql;

namespace MetaSync.Faults.History;

/// <summary>Has the database itself write down what happens to batches, days and effects. The rig installs it; the product knows nothing of it.</summary>
/// <remarks>
/// What is written down is part of the transaction that does it, so what was rolled back has left nothing.
/// The order of the rows is that of the writing; the order of the commits comes from <c>pg_xact_commit_timestamp</c>.
/// </remarks>
internal static class HistoryRecorder
{
    private const string Install = """
        CREATE SCHEMA history;

        CREATE TABLE history.events (
          sequence    bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
          at          timestamptz NOT NULL DEFAULT clock_timestamp(),
          began       timestamptz NOT NULL DEFAULT pg_catalog.now(), -- the transaction's
          xid         xid8        NOT NULL DEFAULT pg_current_xact_id(),
          session     text        NOT NULL DEFAULT current_setting('application_name'),
          what        text        NOT NULL, -- batch, day or effect
          operation   text        NOT NULL, -- INSERT, UPDATE or DELETE
          batch_id    uuid,
          day_id      bigint,
          account     text,
          day         date,
          end_day     date,
          lane        text,
          kind        text,
          priority    text,
          place       bigint,
          old_state   text,
          new_state   text,
          old_token   uuid,
          new_token   uuid,
          attempts    integer,
          worker      text,
          report      text,
          as_of       timestamptz,
          rows        bigint,
          paused      boolean
        );

        CREATE FUNCTION history.record_batch() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          INSERT INTO history.events (what, operation, batch_id, day, end_day, kind, priority, rows, paused)
          VALUES ('batch', TG_OP, NEW.id, NEW.start_date, NEW.end_date, NEW.kind, NEW.priority, NEW.skipped, NEW.paused_at IS NOT NULL);
          RETURN NULL;
        END $$;
        CREATE TRIGGER history AFTER INSERT OR UPDATE ON metasync.sync_batches FOR EACH ROW EXECUTE FUNCTION history.record_batch();

        CREATE FUNCTION history.record_day() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
          known metasync.sync_days := coalesce(NEW, OLD);
        BEGIN
          INSERT INTO history.events
            (what, operation, batch_id, day_id, account, day, end_day, lane, kind, priority, place, old_state, new_state, old_token, new_token, attempts, worker, rows)
          VALUES
            ('day', TG_OP, known.batch_id, known.id, known.account, known.day, known.end_day, known.lane, known.kind, known.priority, known.place,
             OLD.state, NEW.state, OLD.run_token, NEW.run_token, known.attempts, known.worker, known.rows);
          RETURN NULL;
        END $$;
        CREATE TRIGGER history AFTER INSERT OR UPDATE OR DELETE ON metasync.sync_days FOR EACH ROW EXECUTE FUNCTION history.record_day();

        CREATE FUNCTION history.record_effect() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          INSERT INTO history.events (what, operation, day_id, account, day, end_day, report, as_of, rows)
          VALUES ('effect', TG_OP, NEW.day_id, NEW.account, NEW.day, NEW.day, NEW.report, NEW.as_of, NEW.rows);
          RETURN NULL;
        END $$;
        CREATE TRIGGER history AFTER INSERT ON metasync.insights_fetches FOR EACH ROW EXECUTE FUNCTION history.record_effect();
        """;

    /// <summary>Begins to record. The system's schema has to be there.</summary>
    public static Task InstallAsync(NpgsqlDataSource database, CancellationToken cancellationToken) => database.ExecuteAsync(Install, cancellationToken);
}
