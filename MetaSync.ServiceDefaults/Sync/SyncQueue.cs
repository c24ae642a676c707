using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Npgsql;
using Quartz;

namespace MetaSync.Sync;

/// <summary>Puts all days of a batch into the queue, or none: our rows and Quartz's are one PostgreSQL transaction.</summary>
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "It is the queue, though no collection")]
public sealed class SyncQueue(NpgsqlDataSource database, ISchedulerFactory schedulers, TimeProvider time)
{
    private const int Tries = 3;

    /// <summary>Enqueues those days of the plan that do not wait already.</summary>
    /// <exception cref="NpgsqlException">The database did not answer or refused; nothing is enqueued.</exception>
    public async Task<SyncReceipt> EnqueueAsync(BatchPlan plan, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryEnqueueAsync(plan, cancellationToken);
            }
            catch (ObjectDoesNotExistException) when (attempt < Tries)
            {
                // The lane's last day ended between our look at it and Quartz's lock. Nothing is stored; look again.
            }
        }
    }

    private async Task<SyncReceipt> TryEnqueueAsync(BatchPlan plan, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var batchId = Guid.CreateVersion7(time.GetUtcNow());

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var tails = await LockLanesAsync(connection, plan, cancellationToken);
        var days = await InsertAsync(connection, batchId, plan, cancellationToken);

        // Enlisted here and not in a helper: the enlistment lives in this method's asynchronous flow.
        using (scheduler.EnlistTransaction(transaction))
        {
            foreach (var (lane, tail) in tails)
            {
                if (!await scheduler.Exists(tail, cancellationToken))
                    tails.Remove(lane); // it runs for the last time right now, and the lane's limit makes the new days wait for it
            }

            await scheduler.ScheduleJobs(Chain(days, tails, batchId), new ScheduleJobOptions(), cancellationToken);
            await NotifyWorkersAsync(connection, cancellationToken);
            await CommitAsync(transaction, batchId);
        }

        return new SyncReceipt(batchId, days.Count, plan.Days.Count - days.Count, plan.DateRange);
    }

    /// <summary>Commits, and when the answer is lost looks whether it was done. Not cancelled: half-way it would have an unknown end.</summary>
    private async Task CommitAsync(NpgsqlTransaction transaction, Guid batchId)
    {
        try
        {
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (NpgsqlException exception) when (exception is not PostgresException)
        {
            await using var command = database.CreateCommand("SELECT 1 FROM metasync.sync_batches WHERE id = $1");
            command.Parameters.Add(new() { Value = batchId });
            if (await command.ExecuteScalarAsync(CancellationToken.None) is null)
                throw;
        }
    }

    private sealed record NewDay(long Id, string Lane, string Account, DateOnly Day);

    /// <summary>Makes this the only one that adds to the lanes until it has committed, and finds the last day of the kind that waits in each.</summary>
    private static async Task<Dictionary<string, TriggerKey>> LockLanesAsync(NpgsqlConnection connection, BatchPlan plan, CancellationToken cancellationToken)
    {
        string[] lanes = [.. plan.Days.Select(day => day.Lane).Distinct().Order(StringComparer.Ordinal)];
        await using var command = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("SELECT pg_advisory_xact_lock(hashtextextended(lane, 0)) FROM unnest($1) AS lane")
                {
                    Parameters = { new() { Value = lanes } },
                },
                new("""
                    SELECT DISTINCT ON (lane) lane, account, day, batch_id FROM metasync.sync_days
                    WHERE lane = ANY ($1) AND kind = $2 AND state IN ('queued', 'running', 'waiting')
                    ORDER BY lane, place DESC
                    """)
                {
                    Parameters = { new() { Value = lanes }, new() { Value = plan.KindName } },
                },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var tails = new Dictionary<string, TriggerKey>();
        while (await reader.ReadAsync(cancellationToken))
            tails.Add(reader.GetString(0), SyncDayContract.TriggerKey(reader.GetString(1), reader.GetFieldValue<DateOnly>(2), reader.GetGuid(3)));
        return tails;
    }

    /// <summary>Adds the batch and those of its days that do not wait already; returns them in the order in which they are to run.</summary>
    private static async Task<List<NewDay>> InsertAsync(
        NpgsqlConnection connection, Guid batchId, BatchPlan plan, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("""
            WITH batch AS (
              INSERT INTO metasync.sync_batches (id, start_date, end_date, accounts, kind) VALUES ($1, $2, $3, $4, $5) RETURNING id, kind
            )
            INSERT INTO metasync.sync_days (batch_id, kind, account, lane, day, end_day)
            SELECT batch.id, batch.kind, account, lane, day, day
            FROM batch, unnest($6, $7, $8) WITH ORDINALITY AS planned (account, lane, day, place)
            ORDER BY place
            ON CONFLICT (account, day) WHERE state IN ('queued', 'running', 'waiting', 'paused') DO NOTHING
            RETURNING id, lane, account, day
            """, connection)
        {
            Parameters =
            {
                new() { Value = batchId },
                new() { Value = plan.DateRange.StartDate },
                new() { Value = plan.DateRange.EndDate },
                new() { Value = plan.Accounts.ToArray() },
                new() { Value = plan.KindName },
                new() { Value = plan.Days.Select(day => day.Account).ToArray() },
                new() { Value = plan.Days.Select(day => day.Lane).ToArray() },
                new() { Value = plan.Days.Select(day => day.Day).ToArray() },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var days = new List<NewDay>();
        while (await reader.ReadAsync(cancellationToken))
            days.Add(new(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<DateOnly>(3)));
        days.Sort((one, other) => one.Id.CompareTo(other.Id));
        return days;
    }

    /// <summary>A job and a trigger for each day, each trigger released by the end of the one before it in its lane.</summary>
    private Dictionary<IJobDetail, IReadOnlyCollection<ITrigger>> Chain(List<NewDay> days, Dictionary<string, TriggerKey> tails, Guid batchId)
    {
        var now = time.GetUtcNow();
        var chain = new Dictionary<IJobDetail, IReadOnlyCollection<ITrigger>>(days.Count);
        foreach (var day in days)
        {
            var job = JobBuilder.Create()
                .OfType(new JobType(SyncDayContract.JobName))
                .WithIdentity(SyncDayContract.JobKey(day.Account, day.Day, batchId))
                .UsingJobData(SyncDayContract.DayIdKey, day.Id.ToString(CultureInfo.InvariantCulture))
                .RequestRecovery()
                .Build();
            var key = SyncDayContract.TriggerKey(day.Account, day.Day, batchId);
            var trigger = TriggerBuilder.Create(time)
                .WithIdentity(key)
                .WithExecutionGroup(day.Lane)
                .StartAt(now)
                .WithSimpleSchedule(schedule => schedule.WithMisfireInstruction(SimpleTriggerMisfireInstruction.IgnoreMisfires));
            if (tails.TryGetValue(day.Lane, out var previous))
                trigger = trigger.StartAfter(previous, ContinuationCondition.OnAnyOutcome);

            tails[day.Lane] = key;
            chain.Add(job, [trigger.Build()]);
        }

        return chain;
    }

    private static async Task NotifyWorkersAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(SyncDayContract.NotifyWorkers, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
