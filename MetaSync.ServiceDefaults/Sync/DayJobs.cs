using Npgsql;
using Quartz;

namespace MetaSync.Sync;

/// <summary>Takes the jobs of days away that are not to run: theirs is no work any more, and what stands behind them in the lane goes on. And gives a day its job back.</summary>
public sealed class DayJobs(NpgsqlDataSource database, ISchedulerFactory schedulers, TimeProvider time)
{
    /// <summary>Quartz deletes 500 jobs in a second or two, under the lock that all workers need: a long range goes in parts.</summary>
    private const int JobsAtOnce = 500;

    /// <summary>
    /// Deletes the jobs, and tells the workers. Done also when nobody waits for the answer any more: the days' rows say already
    /// that they are not to run, so a job that is left ends as soon as it fires.
    /// </summary>
    public async Task RemoveAsync(IEnumerable<JobKey> jobs)
    {
        var scheduler = await schedulers.GetScheduler(CancellationToken.None);
        foreach (var some in jobs.Chunk(JobsAtOnce))
            await scheduler.DeleteJobs(some, CancellationToken.None);
        await using var command = database.CreateCommand(SyncDayContract.NotifyWorkers);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    /// <summary>Gives an unfinished day a new job if Quartz has none that will ever fire, in one transaction.</summary>
    /// <returns>Whether it was so.</returns>
    public async Task<bool> RestoreAsync(PlacedDay day, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        if (!await IsLostAsync(scheduler, day, cancellationToken))
            return false;

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var hold = new NpgsqlCommand(
            "SELECT 1 FROM metasync.sync_days WHERE id = $1 AND place = $2 AND state IN ('queued', 'running', 'waiting') FOR UPDATE", connection)
        {
            Parameters = { new() { Value = day.Id }, new() { Value = day.Place } },
        };
        if (await hold.ExecuteScalarAsync(cancellationToken) is null)
            return false;

        using (scheduler.EnlistTransaction(transaction))
        {
            if (!await IsLostAsync(scheduler, day, cancellationToken)) // another worker has done it
                return false;
            await scheduler.DeleteJob(day.JobKey, cancellationToken); // what comes after it is released, and the claim lets it wait for its turn
            await scheduler.ScheduleJobs(DayChain.Jobs(DayChain.Links([day], new Dictionary<string, TriggerKey>()), time), new ScheduleJobOptions(), cancellationToken);
            await transaction.CommitAsync(CancellationToken.None);
        }

        return true;
    }

    /// <summary>A trigger that has fired and is not running, or none at all. One in error is kept until a person looks.</summary>
    private static async Task<bool> IsLostAsync(IScheduler scheduler, PlacedDay day, CancellationToken cancellationToken)
    {
        foreach (var trigger in await scheduler.GetTriggersOfJob(day.JobKey, cancellationToken))
        {
            if (trigger.NextFireTimeUtc is not null || await scheduler.GetTriggerState(trigger.Key, cancellationToken) is not TriggerState.Normal)
                return false;
        }

        return true;
    }

    /// <summary>Breaks off the job of a day that runs; it would go on calling Meta.</summary>
    public async Task InterruptAsync(JobKey job)
    {
        var scheduler = await schedulers.GetScheduler(CancellationToken.None);
        await scheduler.Interrupt(job, CancellationToken.None);
    }
}
