using Npgsql;
using Quartz;

namespace MetaSync.Sync;

/// <summary>Takes the jobs of days away that are not to run: theirs is no work any more, and what stands behind them in the lane goes on.</summary>
public sealed class DayJobs(NpgsqlDataSource database, ISchedulerFactory schedulers)
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

    /// <summary>Breaks off the job of a day that runs; it would go on calling Meta.</summary>
    public async Task InterruptAsync(JobKey job)
    {
        var scheduler = await schedulers.GetScheduler(CancellationToken.None);
        await scheduler.Interrupt(job, CancellationToken.None);
    }
}
