using MetaSync.Sync;
using Npgsql;
using Quartz;

namespace MetaSync.Worker.Sync;

/// <summary>Looks now and then whether each lane's next day has a job that will run, and gives it one if not: nobody else would, and the lane would stand still for ever.</summary>
/// <remarks>
/// A job whose data says no day ends with a line in the log, a trigger may have been edited by hand, and Quartz may have a bug in a takeover.
/// To restore a day too often costs a claim that finds nothing to do.
/// </remarks>
internal sealed class LostDays(NpgsqlDataSource database, DayJobs jobs, TimeProvider time, ILogger<LostDays> logger) : BackgroundService
{
    /// <summary>Also how long a day has to have stood as it is. A takeover is over by then.</summary>
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(BetweenLooks, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                foreach (var day in await FirstOfLanesAsync(stoppingToken))
                {
                    if (await jobs.RestoreAsync(day, stoppingToken))
                        logger.DayRestored(day.Account, day.Day);
                }
            }
            catch (Exception exception) when (exception is NpgsqlException or SchedulerException)
            {
                logger.UpkeepFailed("lost-days", exception);
            }
        }
    }

    private async Task<List<PlacedDay>> FirstOfLanesAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            SELECT id, batch_id, account, day, lane, place FROM (
              SELECT DISTINCT ON (lane, kind, priority) id, batch_id, account, day, lane, place, greatest(updated_at, waiting_until) AS since
              FROM metasync.sync_days WHERE state IN ('queued', 'running', 'waiting') ORDER BY lane, kind, priority, place
            ) AS first
            WHERE since < now() - $1
            """);
        command.Parameters.Add(new() { Value = BetweenLooks });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var days = new List<PlacedDay>();
        while (await row.ReadAsync(cancellationToken))
            days.Add(new(row.GetInt64(0), row.GetGuid(1), row.GetString(2), row.GetFieldValue<DateOnly>(3), row.GetString(4), row.GetInt64(5)));
        return days;
    }
}
