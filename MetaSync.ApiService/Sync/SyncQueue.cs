using System.Globalization;
using MetaSync.Sync;
using Microsoft.Extensions.Options;
using Npgsql;
using Quartz;

namespace MetaSync.ApiService.Sync;

/// <summary>Puts all days of a range into the queue, or none: our rows and Quartz's are one PostgreSQL transaction.</summary>
internal sealed class SyncQueue(NpgsqlDataSource database, ISchedulerFactory schedulers, IOptions<QueueOptions> options, TimeProvider time)
{
    private const int Tries = 3;

    public async Task<SyncReceipt> EnqueueAsync(SyncPlan plan, CancellationToken cancellationToken)
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

    private async Task<SyncReceipt> TryEnqueueAsync(SyncPlan plan, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var batchId = Guid.CreateVersion7(time.GetUtcNow());
        var lanes = plan.Accounts.Select(account => Lane.Of(account, options.Value.Lanes)).ToArray();

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var tails = await LockLanesAsync(connection, lanes, cancellationToken);
        var days = await InsertAsync(connection, batchId, plan, lanes, cancellationToken);

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

        return new SyncReceipt(batchId, days.Count, plan.DateRange.Count * plan.Accounts.Count - days.Count, plan.DateRange);
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

    /// <summary>Makes this the only one that adds to the lanes until it has committed, and finds the last day that waits in each.</summary>
    private static async Task<Dictionary<string, TriggerKey>> LockLanesAsync(NpgsqlConnection connection, string[] lanes, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("SELECT pg_advisory_xact_lock(hashtextextended(lane, 0)) FROM unnest($1) AS lane")
                {
                    Parameters = { new() { Value = lanes.Distinct().Order(StringComparer.Ordinal).ToArray() } },
                },
                new("""
                    SELECT DISTINCT ON (lane) lane, account, day, batch_id FROM metasync.sync_days
                    WHERE lane = ANY ($1) AND state IN ('queued', 'running', 'waiting')
                    ORDER BY lane, id DESC
                    """)
                {
                    Parameters = { new() { Value = lanes } },
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
        NpgsqlConnection connection, Guid batchId, SyncPlan plan, string[] lanes, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("""
            WITH batch AS (
              INSERT INTO metasync.sync_batches (id, start_date, end_date, accounts) VALUES ($1, $2, $3, $4) RETURNING id
            )
            INSERT INTO metasync.sync_days (batch_id, account, lane, day)
            SELECT batch.id, account, lane, day
            FROM batch, unnest($4, $5) WITH ORDINALITY AS accounts (account, lane, place), unnest($6) AS day
            ORDER BY day, place
            ON CONFLICT (account, day) WHERE state IN ('queued', 'running', 'waiting') DO NOTHING
            RETURNING id, lane, account, day
            """, connection)
        {
            Parameters =
            {
                new() { Value = batchId },
                new() { Value = plan.DateRange.StartDate },
                new() { Value = plan.DateRange.EndDate },
                new() { Value = plan.Accounts.ToArray() },
                new() { Value = lanes },
                new() { Value = plan.DateRange.Days().ToArray() },
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
            var trigger = TriggerBuilder.Create()
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
        await using var command = new NpgsqlCommand($"SELECT pg_notify('{SyncDayContract.Channel}', '')", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
