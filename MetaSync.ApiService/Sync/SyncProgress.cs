using MetaSync.Sync;
using Npgsql;

namespace MetaSync.ApiService.Sync;

/// <summary>Reads how far batches are.</summary>
internal sealed class SyncProgress(NpgsqlDataSource database, TimeProvider time)
{
    private const string SelectBatches = """
        SELECT batch.id, batch.start_date, batch.end_date, batch.accounts, batch.created_at,
               counts.queued, counts.running, counts.waiting, counts.succeeded, counts.failed, counts.cancelled, counts.rows,
               pace.days, pace.first, pace.last,
               current.account, current.day, current.attempts, current.waiting_reason, current.waiting_until, batch.kind, current.waiting_meter,
               current.error_code, current.error_subcode, current.error_message, current.error_fbtrace_id, current.error_remedy,
               counts.paused, batch.mode, batch.chunk_days, batch.priority, batch.stop_on_failure, batch.requested_by, batch.paused_at, batch.pause_reason,
               (SELECT array_agg(finished_at) FROM (
                  SELECT finished_at FROM metasync.sync_days
                  WHERE batch_id = batch.id AND state IN ('succeeded', 'failed') AND finished_at > coalesce(counts.queued_since, '-infinity')
                  ORDER BY finished_at DESC LIMIT 200) AS newest), -- enough to have met the waits that come again and again
               (SELECT state FROM metasync.tokens ORDER BY used_at DESC LIMIT 1) IS NOT DISTINCT FROM 'parked',
               counts.first_wait, counts.last_wait
        FROM metasync.sync_batches AS batch
        CROSS JOIN LATERAL (
          SELECT count(*) FILTER (WHERE state = 'queued')::int    AS queued,
                 count(*) FILTER (WHERE state = 'running')::int   AS running,
                 count(*) FILTER (WHERE state = 'waiting')::int   AS waiting,
                 count(*) FILTER (WHERE state = 'paused')::int    AS paused,
                 count(*) FILTER (WHERE state = 'succeeded')::int AS succeeded,
                 count(*) FILTER (WHERE state = 'failed')::int    AS failed,
                 count(*) FILTER (WHERE state = 'cancelled')::int AS cancelled,
                 coalesce(sum(rows), 0)::bigint                   AS rows,
                 min(waiting_until) AS first_wait, max(waiting_until) AS last_wait,
                 -- Of days that were resumed or retried: the time that passed before says nothing of their pace.
                 min(updated_at) FILTER (WHERE state = 'queued') AS queued_since
          FROM metasync.sync_days WHERE batch_id = batch.id
        ) AS counts
        CROSS JOIN LATERAL (
          SELECT count(*)::int AS days, min(finished_at) AS first, max(finished_at) AS last
          FROM (SELECT finished_at FROM metasync.sync_days
                WHERE batch_id = batch.id AND finished_at IS NOT NULL ORDER BY finished_at DESC LIMIT 20) AS newest
        ) AS pace
        LEFT JOIN LATERAL (
          SELECT account, day, attempts, waiting_reason, waiting_meter, waiting_until, error_code, error_subcode, error_message, error_fbtrace_id, error_remedy
          FROM metasync.sync_days
          WHERE batch_id = batch.id AND state IN ('running', 'waiting') ORDER BY place LIMIT 1
        ) AS current ON true

        """;

    public async Task<IReadOnlyList<SyncBatch>> NewestAsync(int limit, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(SelectBatches + "ORDER BY batch.created_at DESC, batch.id DESC LIMIT $1");
        command.Parameters.Add(new() { Value = limit });
        return await ReadAsync(command, cancellationToken);
    }

    public async Task<SyncBatch?> FindAsync(Guid batchId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(SelectBatches + "WHERE batch.id = $1");
        command.Parameters.Add(new() { Value = batchId });
        return (await ReadAsync(command, cancellationToken)).SingleOrDefault();
    }

    /// <summary>A batch by what stands in an address; null when that is no batch's id.</summary>
    public async Task<SyncBatch?> FindAsync(string batchId, CancellationToken cancellationToken) =>
        Guid.TryParse(batchId, out var id) ? await FindAsync(id, cancellationToken) : null;

    public async Task<IReadOnlyList<SyncBatch>> FindAsync(IReadOnlyCollection<Guid> batchIds, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(SelectBatches + "WHERE batch.id = ANY ($1) ORDER BY batch.created_at, batch.id");
        command.Parameters.Add(new() { Value = batchIds.ToArray() });
        return await ReadAsync(command, cancellationToken);
    }

    private SyncBatch ReadBatch(NpgsqlDataReader row)
    {
        var counts = new DayCounts(row.GetInt32(5), row.GetInt32(6), row.GetInt32(7), row.GetInt32(27), row.GetInt32(8), row.GetInt32(9), row.GetInt32(10));
        var current = row.IsDBNull(15) ? null
            : new CurrentDay(
                row.GetString(15), row.GetFieldValue<DateOnly>(16), row.GetInt32(17), row.Text(18), row.Text(21), row.Instant(19), SyncDays.Error(row, 22));
        var now = time.GetUtcNow();
        return new SyncBatch(
            row.GetGuid(0),
            row.GetString(20),
            BatchArithmetic.State(counts),
            new DateRange(row.GetFieldValue<DateOnly>(1), row.GetFieldValue<DateOnly>(2)),
            row.GetFieldValue<string[]>(3),
            new BatchOptions(row.GetString(28), row.GetInt32(29), row.GetString(30), row.GetBoolean(31)),
            row.GetFieldValue<DateTimeOffset>(4),
            row.Text(32),
            row.Instant(33) is { } since && counts.Finished() < counts.Total() ? new BatchPause(since, row.GetString(34)) : null,
            counts,
            row.GetInt64(11),
            BatchArithmetic.Percent(counts),
            BatchArithmetic.EstimatedCompletion(
                counts.Total() - counts.Finished(),
                (row.GetInt32(12), row.Instant(13), row.Instant(14)),
                current?.WaitingUntil > now ? current.WaitingUntil.Value : now),
            Estimate(row, counts, now),
            current);
    }

    /// <summary>None while nobody can say how long it will take: while the batch is held, or until somebody renews the token.</summary>
    private static BatchEstimate? Estimate(NpgsqlDataReader row, DayCounts counts, DateTimeOffset now) =>
        row.IsDBNull(35) || row.GetBoolean(36) || !row.IsDBNull(33) || BatchArithmetic.State(counts) is "paused"
            ? null
            : BatchEstimate.Of(
                counts.Total() - counts.Finished(),
                row.GetFieldValue<DateTimeOffset[]>(35),
                now,
                counts is { Running: 0, Waiting: > 0 } ? row.Instant(37) : null,
                row.Instant(38));

    private async Task<List<SyncBatch>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var batches = new List<SyncBatch>();
        while (await row.ReadAsync(cancellationToken))
            batches.Add(ReadBatch(row));
        return batches;
    }
}
