using MetaSync.Sync.Bulk;
using Npgsql;
using Quartz;

namespace MetaSync.Sync;

/// <summary>The chain of a lane that days are added to: those of one kind and priority.</summary>
public readonly record struct ChainName(string Kind, string Priority);

/// <summary>Adds days at the end of their lanes: our rows and Quartz's are one PostgreSQL transaction, and nobody else adds to these lanes meanwhile.</summary>
/// <remarks>In a process that enqueues in bulk Quartz's rows are written together: docs/decisions/0017-quartz-writes-a-form.md.</remarks>
public sealed class LaneTails(NpgsqlDataSource database, ISchedulerFactory schedulers, TimeProvider time, BulkScheduling? bulk = null)
{
    private const int Tries = 3;

    /// <summary>Runs <paramref name="write"/> under the locks of the lanes and of the accounts, and gives a job to each of the days that it returns.</summary>
    /// <param name="chain">The kind and the priority of the days.</param>
    /// <param name="lanes">Where days may be added.</param>
    /// <param name="accounts">Whose days may be added: a chunk overlaps no unfinished one of its account, in whatever lane.</param>
    /// <param name="write">Writes our rows; returns the days in the order of their places, all of them new, or null to leave everything as it was.</param>
    /// <param name="cancellationToken">Until the commit.</param>
    /// <returns>Whether it was committed.</returns>
    /// <exception cref="NpgsqlException">The database did not answer or refused; nothing has changed.</exception>
    public async Task<bool> AddAsync(
        ChainName chain, IEnumerable<string> lanes, IEnumerable<string> accounts,
        Func<NpgsqlConnection, CancellationToken, Task<IReadOnlyCollection<PlacedDay>?>> write, CancellationToken cancellationToken)
    {
        string[] sortedLanes = [.. lanes.Distinct().Order(StringComparer.Ordinal)], sortedAccounts = [.. accounts.Distinct().Order(StringComparer.Ordinal)];
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryAddAsync(chain, sortedLanes, sortedAccounts, write, isFirstTry: attempt == 1, cancellationToken);
            }
            catch (ObjectDoesNotExistException) when (attempt < Tries)
            {
                // The lane's last day runs for the last time, or ended between our look at it and Quartz's lock. Nothing is stored; look again.
            }
        }
    }

    private async Task<bool> TryAddAsync(
        ChainName chain, string[] lanes, string[] accounts,
        Func<NpgsqlConnection, CancellationToken, Task<IReadOnlyCollection<PlacedDay>?>> write, bool isFirstTry, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var (transactionId, tails) = await LockAsync(connection, chain, lanes, accounts, cancellationToken);
        if (await write(connection, cancellationToken) is not { } days)
            return false;

        // Enlisted here and not in a helper: the enlistment lives in this method's asynchronous flow.
        using (scheduler.EnlistTransaction(transaction))
        {
            // A trigger is nearly always there, and Quartz looks for it under its lock.
            foreach (var lane in isFirstTry ? [] : days.Select(day => day.Lane).Distinct())
            {
                if (tails.TryGetValue(lane, out var tail) && !await scheduler.Exists(tail, cancellationToken))
                    tails.Remove(lane); // it runs for the last time right now, and the lane's limit makes the new days wait for it
            }

            var links = DayChain.Links(days, tails);
            await ScheduleAsync(scheduler, connection, links, cancellationToken);
            await CommitAsync(transaction, transactionId);
        }

        return true;
    }

    /// <summary>Lanes before accounts, each in the order of their names: nobody waits for somebody who waits for him. Then the lanes' ends, which stay where they are.</summary>
    /// <returns>The transaction's id, and by lane the last of the days of the chain that wait or run in it.</returns>
    private static async Task<(string TransactionId, Dictionary<string, TriggerKey> Tails)> LockAsync(
        NpgsqlConnection connection, ChainName chain, string[] lanes, string[] accounts, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("SELECT pg_current_xact_id()::text"),
                new("SELECT pg_advisory_xact_lock(hashtextextended(lane, 0)) FROM unnest($1) AS lane") { Parameters = { new() { Value = lanes } } },
                new("SELECT pg_advisory_xact_lock(hashtextextended(account, 1)) FROM unnest($1) AS account") { Parameters = { new() { Value = accounts } } },
                new("""
                    SELECT lane, last.account, last.day, last.batch_id, last.place
                    FROM unnest($1) AS lane CROSS JOIN LATERAL (
                      SELECT account, day, batch_id, place FROM metasync.sync_days AS day
                      WHERE day.lane = lane.lane AND kind = $2 AND priority = $3 AND state IN ('queued', 'running', 'waiting')
                      ORDER BY place DESC LIMIT 1
                    ) AS last
                    """) { Parameters = { new() { Value = lanes }, new() { Value = chain.Kind }, new() { Value = chain.Priority } } },
            },
        };
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        var transactionId = row.GetString(0);
        await row.NextResultAsync(cancellationToken); // the locks of the lanes
        await row.NextResultAsync(cancellationToken); // the locks of the accounts
        await row.NextResultAsync(cancellationToken);
        var tails = new Dictionary<string, TriggerKey>();
        while (await row.ReadAsync(cancellationToken))
            tails.Add(row.GetString(0), SyncDayContract.TriggerKey(row.GetString(1), row.GetFieldValue<DateOnly>(2), row.GetGuid(3), row.GetInt64(4)));
        return (transactionId, tails);
    }

    /// <summary>Commits, and when the answer is lost looks whether it was done. Not cancelled: half-way it would have an unknown end.</summary>
    private async Task CommitAsync(NpgsqlTransaction transaction, string transactionId)
    {
        try
        {
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (NpgsqlException exception) when (exception is not PostgresException)
        {
            await using var command = database.CreateCommand("SELECT pg_xact_status($1::xid8)");
            command.Parameters.Add(new() { Value = transactionId, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
            if (await command.ExecuteScalarAsync(CancellationToken.None) is not "committed")
                throw;
        }
    }

    /// <summary>By Quartz, and the workers are told.</summary>
    private async Task ScheduleAsync(IScheduler scheduler, NpgsqlConnection connection, IReadOnlyList<ChainLink> links, CancellationToken cancellationToken)
    {
        if (bulk is not null)
        {
            await bulk.ScheduleAsync(scheduler, connection, links, cancellationToken);
            return;
        }

        await scheduler.ScheduleJobs(DayChain.Jobs(links, time), new ScheduleJobOptions(), cancellationToken);
        await using var notify = new NpgsqlCommand(SyncDayContract.NotifyWorkers, connection);
        await notify.ExecuteNonQueryAsync(cancellationToken);
    }
}
