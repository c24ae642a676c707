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

    private volatile bool _hasStatistics;

    /// <summary>Writes a job and a trigger for each link, and tells the workers; called where the connection's transaction is enlisted.</summary>
    /// <exception cref="ObjectDoesNotExistException">What the first day of a lane comes after is not there any more.</exception>
    internal async Task ScheduleAsync(IScheduler scheduler, NpgsqlConnection connection, IReadOnlyList<ChainLink> links, CancellationToken cancellationToken)
    {
        if (links.Count == 0)
            return;
        var withStatistics = await AreStatisticsMissingAsync(connection, links.Count, cancellationToken); // before Quartz takes its lock
        await using var batch = new NpgsqlBatch(connection);
        // Without statistics, as on new tables, a sequential scan for each foreign key looks cheapest: 840 ms for 3,650 days, 110 ms without.
        batch.BatchCommands.Add(new("SET LOCAL enable_seqscan = off"));
        foreach (var command in await FilledAsync(scheduler, links, cancellationToken) ?? await RecordedAsync(scheduler, links, cancellationToken))
            batch.BatchCommands.Add(command);
        if (withStatistics)
            batch.BatchCommands.Insert(batch.BatchCommands.Count - 1, new(Statistics)); // the last rows are those that look for their trigger
        batch.BatchCommands.Add(new(SyncDayContract.NotifyWorkers));
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// Quartz writes the first day of each lane, for which it looks for what it comes after, under its lock; and the form.
    /// Null when the form does not explain how it writes the last day.
    /// </summary>
    private async Task<IEnumerable<NpgsqlBatchCommand>?> FilledAsync(IScheduler scheduler, IReadOnlyList<ChainLink> links, CancellationToken cancellationToken)
    {
        var lanes = new HashSet<string>(StringComparer.Ordinal);
        var byFirst = links.ToLookup(link => lanes.Add(link.Lane));
        ChainLink[] firsts = [.. byFirst[true]], others = [.. byFirst[false]];
        if (others.Length < FewDays)
            return null;

        var last = others[^1];
        var days = new DayColumns(others); // before Quartz takes its lock
        ChainLink[] written = [.. firsts, last, DayForm.Link];
        var recording = await Recording.OfAsync(written, [last.After!, DayForm.Link.After!], () => WriteAsync(scheduler, written, cancellationToken));
        return DayForm.Of(recording.Of(DayForm.Link), recording.Of(last), last) is { } form
            ? firsts.SelectMany(recording.Of).Select(command => command.Replay()).Concat(form.Fill(days))
            : null;
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

    private async Task<IEnumerable<NpgsqlBatchCommand>> RecordedAsync(IScheduler scheduler, IReadOnlyList<ChainLink> links, CancellationToken cancellationToken)
    {
        var recording = await Recording.OfAsync(links, [], () => WriteAsync(scheduler, links, cancellationToken));
        return links.SelectMany(recording.Of).Select(command => command.Replay());
    }

    private async Task WriteAsync(IScheduler scheduler, IReadOnlyCollection<ChainLink> links, CancellationToken cancellationToken) =>
        await scheduler.ScheduleJobs(DayChain.Jobs(links, time), new ScheduleJobOptions(), cancellationToken);
}
