using MetaSync.Tests.Support;

namespace MetaSync.Tests.Acceptance;

/// <summary>Has PostgreSQL itself look at each start of a day: whatever is promised of a lane holds at that moment, or is written down.</summary>
internal static class LaneWatch
{
    public static Task BeginAsync(SyncApplication app, CancellationToken cancellationToken) => app.ExecuteAsync("""
        CREATE TABLE broken_promises (promise text NOT NULL, day text NOT NULL, other text);
        CREATE FUNCTION watch_lane() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF OLD.run_token IS NOT NULL THEN
            INSERT INTO broken_promises VALUES ('A day does not run twice at once', NEW::text);
          END IF;
          INSERT INTO broken_promises
          SELECT 'A lane runs one day at a time', NEW::text, other::text FROM metasync.sync_days AS other
          WHERE lane = NEW.lane AND id <> NEW.id AND run_token IS NOT NULL;
          INSERT INTO broken_promises
          SELECT 'Days of one kind and priority run in the order of their places', NEW::text, other::text FROM metasync.sync_days AS other
          WHERE (lane, kind, priority) = (NEW.lane, NEW.kind, NEW.priority) AND place < NEW.place AND state IN ('queued', 'running', 'waiting');
          INSERT INTO broken_promises
          SELECT 'No day of a paused batch starts', NEW::text, batch::text FROM metasync.sync_batches AS batch
          WHERE id = NEW.batch_id AND paused_at < now() - interval '2 seconds';
          -- What has become ready while the claim was looking is not meant.
          INSERT INTO broken_promises
          SELECT 'A day that could run goes before those of a lower priority', NEW::text, head::text
          FROM (VALUES ('low', 'normal'), ('low', 'high'), ('normal', 'high')) AS above (priority, higher) CROSS JOIN LATERAL (
            SELECT * FROM metasync.sync_days AS day
            WHERE lane = NEW.lane AND kind = NEW.kind AND day.priority = above.higher AND state IN ('queued', 'running', 'waiting') ORDER BY place LIMIT 1
          ) AS head
          WHERE above.priority = NEW.priority AND head.state = 'queued' AND head.updated_at < now() - interval '2 seconds';
          RETURN NULL;
        END $$;
        CREATE TRIGGER watch_lane AFTER UPDATE ON metasync.sync_days FOR EACH ROW
        WHEN (NEW.run_token IS NOT NULL AND NEW.run_token IS DISTINCT FROM OLD.run_token) EXECUTE FUNCTION watch_lane();
        """, cancellationToken);

    public static async Task<string?> BrokenPromisesAsync(SyncApplication app, CancellationToken cancellationToken) => await app.ScalarAsync<string>(
        "SELECT string_agg(promise || ': ' || day || coalesce(' beside ' || other, ''), E'\\n') FROM broken_promises", cancellationToken);
}
