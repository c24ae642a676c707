using Npgsql;
using Quartz;

namespace MetaSync.Sync.Bulk;

/// <summary>
/// Has Quartz write a few days of many and writes the others in the same way: one statement for each of Quartz's tables,
/// in the transaction that its own would have been in. What stands in which column remains Quartz's affair.
/// </summary>
public sealed class BulkScheduling(TimeProvider time)
{
    /// <summary>Fewer are all written by Quartz.</summary>
    private const int FewDays = 4;

    /// <summary>So many are worth a look at the server's statistics: without them a year takes 25 ms more, and ten years 900.</summary>
    private const int ManyDays = 200;

    /// <summary>
    /// All of Quartz's indexes begin with the scheduler's name, and by the statistics of an empty table one is as good as another: each foreign key,
    /// and each completion, then reads all waiting days. A role that does not own the tables is told so, and no more.
    /// </summary>
    private const string Statistics = "ANALYZE qrtz_job_details (sched_name, job_name, job_group), qrtz_triggers (sched_name, trigger_name, trigger_group, trigger_state)";

    /// <summary>Without statistics, as on new tables, a sequential scan for each foreign key looks cheapest: 840 ms for 3,650 days, 110 ms without.</summary>
    private const string WithoutScans = "SET LOCAL enable_seqscan = off";

    /// <summary>With its store's <c>LockOnInsert</c> off Quartz takes its lock only for what may replace something. A day that is recorded replaces nothing: it is new.</summary>
    private static readonly ScheduleJobOptions UnderLock = new() { Replace = true };

    private volatile bool _hasStatistics;

    /// <summary>Writes a job and a trigger for each link, and tells the workers; called where the connection's transaction is enlisted.</summary>
    /// <exception cref="ObjectDoesNotExistException">What the first day of a lane comes after is not there any more.</exception>
    internal async Task ScheduleAsync(IScheduler scheduler, NpgsqlConnection connection, IReadOnlyList<ChainLink> links, CancellationToken cancellationToken)
    {
        if (links.Count == 0)
            return;
        var lanes = new HashSet<string>(StringComparer.Ordinal);
        var byFirst = links.ToLookup(link => lanes.Add(link.Lane));
        ChainLink[] others = [.. byFirst[false]];
        if (others.Length >= FewDays && await FormAsync(scheduler, others[^1], cancellationToken) is { } form)
        {
            await FillAsync(connection, form, others, cancellationToken);
            links = [.. byFirst[true]];
        }

        await WriteUnderLockAsync(scheduler, connection, links, cancellationToken);
    }

    /// <summary>Has Quartz write the form and, as its proof, the last day. Null when the form does not explain how that is written.</summary>
    private async Task<DayForm?> FormAsync(IScheduler scheduler, ChainLink last, CancellationToken cancellationToken)
    {
        ChainLink[] written = [last, DayForm.Link];
        var recording = await Recording.OfAsync(written, [last.After!, DayForm.Link.After!], () => WriteAsync(scheduler, written, new(), cancellationToken));
        return DayForm.Of(recording.Of(DayForm.Link), recording.Of(last), last);
    }

    /// <summary>Writes the days that come after another of them, without Quartz's lock: nobody sees them before the commit, and by then what they come after is there.</summary>
    private async Task FillAsync(NpgsqlConnection connection, DayForm form, ChainLink[] days, CancellationToken cancellationToken)
    {
        var withStatistics = await AreStatisticsMissingAsync(connection, days.Length, cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new(WithoutScans));
        foreach (var command in form.Fill(new(days)))
            batch.BatchCommands.Add(command);
        if (withStatistics)
            batch.BatchCommands.Insert(batch.BatchCommands.Count - 1, new(Statistics)); // the last rows are those that look for their trigger
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Has Quartz look under its lock for what the days come after, and whether they are to be paused, and write them. The lock is held until the commit.</summary>
    private async Task WriteUnderLockAsync(IScheduler scheduler, NpgsqlConnection connection, IReadOnlyList<ChainLink> links, CancellationToken cancellationToken)
    {
        var recording = await Recording.OfAsync(links, [], () => WriteAsync(scheduler, links, UnderLock, cancellationToken));
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new(WithoutScans));
        foreach (var command in links.SelectMany(recording.Of))
            batch.BatchCommands.Add(command.Replay());
        batch.BatchCommands.Add(new(SyncDayContract.NotifyWorkers));
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// Whether the days are many, and the server does not know yet what is the same in all rows: of a table that has had one row at most it takes each column for a key.
    /// What it knows once it keeps, also of tables that are emptied.
    /// </summary>
    private async Task<bool> AreStatisticsMissingAsync(NpgsqlConnection connection, int days, CancellationToken cancellationToken)
    {
        if (_hasStatistics || days < ManyDays)
            return false;
        await using var command = new NpgsqlCommand(
            "SELECT EXISTS (SELECT FROM pg_stats WHERE schemaname = current_schema() AND tablename = 'qrtz_triggers' AND attname = 'sched_name' AND n_distinct = 1)", connection);
        _hasStatistics = await command.ExecuteScalarAsync(cancellationToken) is true;
        return !_hasStatistics;
    }

    private async Task WriteAsync(IScheduler scheduler, IReadOnlyCollection<ChainLink> links, ScheduleJobOptions options, CancellationToken cancellationToken) =>
        await scheduler.ScheduleJobs(DayChain.Jobs(links, time), options, cancellationToken);
}
