using MetaSync.Sync;
using Npgsql;

namespace MetaSync.ApiService.Events;

/// <summary>Finds what has changed since the last look, and does not lose what is committed late.</summary>
/// <remarks>
/// A row says when it was updated, and becomes visible only with the commit, which for a large day comes minutes later.
/// So each look goes back to the beginning of the oldest transaction that was writing at the look before, and passes over what it has told already.
/// </remarks>
internal sealed class ChangeWatch(NpgsqlDataSource database, ChangeEvents events)
{
    /// <summary>All that was updated before is visible. A forgotten session that has written something holds it back by a quarter of an hour, no more.</summary>
    public const string Horizon = """
        SELECT greatest(least(statement_timestamp(), min(xact_start)) - interval '1 second', statement_timestamp() - interval '15 minutes')
        FROM pg_stat_activity WHERE datname = current_database() AND backend_xid IS NOT NULL
        """;

    private const string ChangedJobs = "SELECT id, updated_at, batch_id FROM metasync.sync_days WHERE updated_at >= $1";

    /// <summary>Of a batch itself only its pause changes, and that it is there: also one all of whose days were waiting already.</summary>
    private const string Batches = """
        (SELECT id, paused_at FROM metasync.sync_batches ORDER BY created_at DESC, id DESC LIMIT 50)
        UNION SELECT id, paused_at FROM metasync.sync_batches WHERE paused_at IS NOT NULL
        """;

    private DateTimeOffset? _since;
    private Dictionary<long, DateTimeOffset> _told = [];
    private Dictionary<Guid, DateTimeOffset?> _batches = [];

    /// <summary>What has changed; nothing at the first look, from which on changes are told.</summary>
    public async Task<Changes> LookAsync(CancellationToken cancellationToken)
    {
        // Before the rows are looked at: what is committed in between is found, and what begins in between is later than this.
        var horizon = await HorizonAsync(cancellationToken);
        var (jobs, batches) = await ReadAsync(_since ?? horizon, cancellationToken);
        var isFirst = _since is null;
        var changed = jobs.Where(job => !_told.TryGetValue(job.Id, out var told) || told < job.UpdatedAt).ToArray();
        var dirty = changed.Select(job => job.BatchId)
            .Concat(batches.Where(batch => !_batches.TryGetValue(batch.Key, out var paused) || paused != batch.Value).Select(batch => batch.Key))
            .ToHashSet();
        var found = isFirst ? [] : await events.OfAsync([.. changed.Select(job => job.Id)], dirty, cancellationToken);

        // Only now: a look that fails half-way is made again.
        _told = jobs.Where(job => job.UpdatedAt >= horizon).ToDictionary(job => job.Id, job => job.UpdatedAt);
        (_since, _batches) = (horizon, batches);
        return new Changes(horizon, found);
    }

    /// <summary>Begins anew, when nobody has watched for a while.</summary>
    public void Forget() => (_since, _told, _batches) = (null, [], []);

    private async Task<DateTimeOffset> HorizonAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Horizon);
        return (DateTimeOffset)(DateTime)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task<(List<(long Id, DateTimeOffset UpdatedAt, Guid BatchId)> Jobs, Dictionary<Guid, DateTimeOffset?> Batches)> ReadAsync(
        DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { new(ChangedJobs) { Parameters = { new() { Value = since } } }, new(Batches) },
        };
        await using var row = await batch.ExecuteReaderAsync(cancellationToken);
        var jobs = new List<(long, DateTimeOffset, Guid)>();
        while (await row.ReadAsync(cancellationToken))
            jobs.Add((row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1), row.GetGuid(2)));

        await row.NextResultAsync(cancellationToken);
        var batches = new Dictionary<Guid, DateTimeOffset?>();
        while (await row.ReadAsync(cancellationToken))
            batches.Add(row.GetGuid(0), row.Instant(1));
        return (jobs, batches);
    }
}
