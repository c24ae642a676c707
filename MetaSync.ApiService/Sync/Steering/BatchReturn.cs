using MetaSync.Sync;
using Npgsql;

namespace MetaSync.ApiService.Sync;

/// <summary>How many days were put back into their lanes, and how many were not, because they wait in another batch.</summary>
internal sealed record ReturnedDays(int Days, int Skipped);

/// <summary>Puts days of a batch back into the queue: at the end of their lanes, in the order in which they were asked for.</summary>
internal sealed class BatchReturn(NpgsqlDataSource database, LaneTails lanes)
{
    private const string Paused = "state = 'paused'";
    private const string NotIn = "state IN ('failed', 'cancelled', 'paused')";

    /// <summary>The paused days, as they are: what Meta has prepared for them is still asked after.</summary>
    /// <returns>Null when the batch is not paused.</returns>
    public async Task<ReturnedDays?> ResumeAsync(Guid batchId, CancellationToken cancellationToken)
    {
        ReturnedDays? returned = null;
        return await AddAsync(batchId, async (connection, token) =>
        {
            if (!await ReleaseAsync(connection, batchId, onlyIfPaused: true, token))
                return null;
            var days = await PlaceAsync(connection, batchId, Paused, "", token);
            returned = new(days.Count, 0);
            return days;
        }, cancellationToken) ? returned : null;
    }

    /// <summary>The days that have failed, were cancelled or are paused, each from its beginning.</summary>
    /// <returns>Null when there is none; all skipped when each waits in another batch.</returns>
    public async Task<ReturnedDays?> RetryAsync(Guid batchId, CancellationToken cancellationToken)
    {
        ReturnedDays? returned = null;
        await AddAsync(batchId, async (connection, token) =>
        {
            var candidates = await CountAsync(connection, batchId, token);
            if (candidates == 0)
                return null;
            var days = await PlaceAsync(connection, batchId, NotIn, """
                , attempts = 0, rows = NULL, changed = NULL, steps = '[]', started_at = NULL, finished_at = NULL
                """, token);
            returned = new(days.Count, candidates - days.Count);
            if (days.Count == 0)
                return null;
            await ForgetAsync(connection, [.. days.Select(day => day.Id)], token);
            await ReleaseAsync(connection, batchId, onlyIfPaused: false, token);
            return days;
        }, cancellationToken);
        return returned;
    }

    private async Task<bool> AddAsync(
        Guid batchId, Func<NpgsqlConnection, CancellationToken, Task<IReadOnlyCollection<PlacedDay>?>> write, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            SELECT kind, priority, coalesce(array_agg(DISTINCT lane), '{}'), coalesce(array_agg(DISTINCT account), '{}')
            FROM metasync.sync_days WHERE batch_id = $1 GROUP BY kind, priority
            """);
        command.Parameters.Add(new() { Value = batchId });
        ChainName chain;
        string[] inLanes, ofAccounts;
        await using (var row = await command.ExecuteReaderAsync(cancellationToken))
        {
            if (!await row.ReadAsync(cancellationToken))
                return false;
            (chain, inLanes, ofAccounts) = (new(row.GetString(0), row.GetString(1)), row.GetFieldValue<string[]>(2), row.GetFieldValue<string[]>(3));
        }

        return await lanes.AddAsync(chain, inLanes, ofAccounts, async (connection, token) =>
        {
            await using var batch = new NpgsqlCommand(SteeringApi.LockBatch, connection) { Parameters = { new() { Value = batchId } } };
            await batch.ExecuteNonQueryAsync(token);
            return await write(connection, token);
        }, cancellationToken);
    }

    private static async Task<bool> ReleaseAsync(NpgsqlConnection connection, Guid batchId, bool onlyIfPaused, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "UPDATE metasync.sync_batches SET paused_at = NULL, pause_reason = NULL WHERE id = $1 AND (paused_at IS NOT NULL OR NOT $2)", connection)
        {
            Parameters = { new() { Value = batchId }, new() { Value = onlyIfPaused } },
        };
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    private static async Task<int> CountAsync(NpgsqlConnection connection, Guid batchId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"SELECT count(*)::int FROM metasync.sync_days WHERE batch_id = $1 AND {NotIn}", connection)
        {
            Parameters = { new() { Value = batchId } },
        };
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Gives the days new places; one that an unfinished day of another batch overlaps stays as it is.</summary>
    private static async Task<List<PlacedDay>> PlaceAsync(
        NpgsqlConnection connection, Guid batchId, string which, string anew, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"""
            WITH returned AS MATERIALIZED (
              SELECT id FROM metasync.sync_days AS day
              WHERE batch_id = $1 AND {which} AND NOT EXISTS (
                SELECT FROM metasync.sync_days AS other
                WHERE other.account = day.account AND other.id <> day.id AND other.state IN ('queued', 'running', 'waiting', 'paused')
                  AND other.day BETWEEN day.day - $2 AND day.end_day AND other.end_day >= day.day)
              ORDER BY id FOR UPDATE
            ), placed AS MATERIALIZED (
              SELECT id, nextval('metasync.places') AS place FROM returned ORDER BY id
            )
            UPDATE metasync.sync_days AS day SET state = 'queued', place = placed.place{anew}
            FROM placed WHERE day.id = placed.id
            RETURNING day.id, account, day.day, lane, day.place
            """, connection)
        {
            Parameters = { new() { Value = batchId }, new() { Value = BatchPlan.MaxChunkDays - 1 } },
        };
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var days = new List<PlacedDay>();
        while (await row.ReadAsync(cancellationToken))
            days.Add(new(row.GetInt64(0), batchId, row.GetString(1), row.GetFieldValue<DateOnly>(2), row.GetString(3), row.GetInt64(4)));
        days.Sort((one, other) => one.Place.CompareTo(other.Place));
        return days;
    }

    /// <summary>Reports that are in or were refused are asked for once more, and what Meta has prepared is not read any more.</summary>
    private static async Task ForgetAsync(NpgsqlConnection connection, long[] days, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("""
            WITH runs AS (
              UPDATE metasync.report_runs SET state = 'lost', submitted_at = coalesce(submitted_at, now()), ended_at = coalesce(ended_at, now())
              WHERE day_id = ANY ($1) AND state IN ('planned', 'submitting', 'running', 'completed')
            )
            DELETE FROM metasync.sync_day_reports WHERE day_id = ANY ($1)
            """, connection)
        {
            Parameters = { new() { Value = days } },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
