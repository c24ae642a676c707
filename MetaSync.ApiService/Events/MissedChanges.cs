using Npgsql;

namespace MetaSync.ApiService.Events;

/// <summary>What a viewer has missed that was away for a while.</summary>
internal sealed class MissedChanges(NpgsqlDataSource database, ChangeEvents events)
{
    /// <summary>Batches without a changed job that may have changed all the same: the newest, and those that are held.</summary>
    private const string Select = """
        WITH missed AS (
          SELECT id, batch_id FROM metasync.sync_days WHERE updated_at >= $1 AND batch_id = coalesce($2, batch_id) LIMIT $3
        ), batches AS (
          SELECT batch_id AS id FROM missed
          UNION (SELECT id FROM metasync.sync_batches ORDER BY created_at DESC, id DESC LIMIT 10)
          UNION SELECT id FROM metasync.sync_batches WHERE paused_at IS NOT NULL
        )
        SELECT (SELECT array_agg(id) FROM missed), (SELECT array_agg(id) FROM batches WHERE id = coalesce($2, id))
        """;

    /// <param name="since">When the viewer was last told of something.</param>
    /// <param name="batchId">The batch that it watches; null for all.</param>
    /// <param name="cancellationToken">The viewer's.</param>
    public async Task<IReadOnlyList<FeedEvent>> ReadAsync(DateTimeOffset since, Guid? batchId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Select);
        command.Parameters.Add(new() { Value = since });
        command.Parameters.Add(new() { Value = (object?)batchId ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = ChangeEvents.MostAtOnce + 1 });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        var jobs = row.IsDBNull(0) ? [] : row.GetFieldValue<long[]>(0);
        var batches = row.IsDBNull(1) ? [] : row.GetFieldValue<Guid[]>(1);
        await row.CloseAsync();
        return await events.OfAsync(jobs, batches, cancellationToken);
    }
}
