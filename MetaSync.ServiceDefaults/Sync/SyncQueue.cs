using System.Diagnostics.CodeAnalysis;
using Npgsql;
using NpgsqlTypes;

namespace MetaSync.Sync;

/// <summary>Puts all wanted days of a plan into the queue as one batch, or none.</summary>
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "It is the queue, though no collection")]
public sealed class SyncQueue(LaneTails lanes, TimeProvider time)
{
    /// <summary>Enqueues those days of the plan that are wanted and do not wait already.</summary>
    /// <returns>What was enqueued, or null when the plan's key has brought about a batch before.</returns>
    /// <exception cref="NpgsqlException">The database did not answer or refused; nothing is enqueued.</exception>
    public async Task<SyncReceipt?> EnqueueAsync(BatchPlan plan, CancellationToken cancellationToken)
    {
        var batchId = Guid.CreateVersion7(time.GetUtcNow());
        var receipt = new SyncReceipt(batchId, 0, 0, plan.DateRange);
        var isNew = await lanes.AddAsync(
            new(plan.KindName, plan.Priority.Word()), plan.Days.Select(day => day.Lane), plan.Accounts,
            async (connection, token) =>
            {
                var selection = DaySelection.Of(plan, await DayStanding.ReadAsync(connection, plan, token));
                receipt = receipt with { JobCount = selection.Wanted.Count, Skipped = selection.Skipped.Count };
                return await InsertAsync(connection, batchId, plan, selection, token);
            },
            cancellationToken);
        return isNew ? receipt : null;
    }

    /// <summary>Adds the batch and its days; one with the same key that another request is about to store is waited for.</summary>
    /// <returns>The days in the order in which they are to run, or null when the key has a batch.</returns>
    private static async Task<IReadOnlyCollection<PlacedDay>?> InsertAsync(
        NpgsqlConnection connection, Guid batchId, BatchPlan plan, DaySelection selection, CancellationToken cancellationToken)
    {
        var wanted = selection.Wanted;
        await using var command = new NpgsqlBatch(connection)
        {
            BatchCommands = { Batch(batchId, plan, selection.Skipped.Count), Days(batchId, plan, wanted) },
        };
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var placed = new List<(long Id, long Place)>(wanted.Count);
        while (await row.ReadAsync(cancellationToken))
            placed.Add((row.GetInt64(0), row.GetInt64(1)));
        if (command.BatchCommands[0].RecordsAffected == 0)
            return null;
        // Places are given in the order in which the days are wanted.
        return [.. placed.OrderBy(day => day.Place).Zip(wanted, (day, days) => new PlacedDay(day.Id, batchId, days.Account, days.Day, days.Lane, day.Place))];
    }

    private static NpgsqlBatchCommand Batch(Guid batchId, BatchPlan plan, int skipped) => new("""
        INSERT INTO metasync.sync_batches
          (id, start_date, end_date, accounts, kind, mode, chunk_days, priority, stop_on_failure, skipped, requested_by, idempotency_key, request_hash)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        ON CONFLICT (coalesce(requested_by, ''), idempotency_key) WHERE idempotency_key IS NOT NULL DO NOTHING
        """)
    {
        Parameters =
        {
            new() { Value = batchId },
            new() { Value = plan.DateRange.StartDate },
            new() { Value = plan.DateRange.EndDate },
            new() { Value = plan.Accounts.ToArray() },
            new() { Value = plan.KindName },
            new() { Value = plan.Mode.Word() },
            new() { Value = plan.ChunkDays },
            new() { Value = plan.Priority.Word() },
            new() { Value = plan.StopOnFailure },
            new() { Value = skipped },
            new() { Value = (object?)plan.RequestedBy ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            new() { Value = (object?)plan.Key?.Text ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            new() { Value = (object?)plan.Key?.RequestHash ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bytea },
        },
    };

    /// <summary>None without the batch.</summary>
    private static NpgsqlBatchCommand Days(Guid batchId, BatchPlan plan, IReadOnlyList<WantedDays> wanted) => new("""
        INSERT INTO metasync.sync_days (batch_id, kind, priority, account, lane, day, end_day)
        SELECT $1, $2, $3, account, lane, day, end_day
        FROM unnest($4, $5, $6, $7) WITH ORDINALITY AS wanted (account, lane, day, end_day, place)
        WHERE EXISTS (SELECT FROM metasync.sync_batches WHERE id = $1)
        ORDER BY place
        RETURNING id, place
        """)
    {
        Parameters =
        {
            new() { Value = batchId },
            new() { Value = plan.KindName },
            new() { Value = plan.Priority.Word() },
            new() { Value = wanted.Select(days => days.Account).ToArray() },
            new() { Value = wanted.Select(days => days.Lane).ToArray() },
            new() { Value = wanted.Select(days => days.Day).ToArray() },
            new() { Value = wanted.Select(days => days.EndDay).ToArray() },
        },
    };
}
