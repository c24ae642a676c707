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

    /// <summary>Writes a job and a trigger for each link; called where the connection's transaction is enlisted.</summary>
    /// <exception cref="ObjectDoesNotExistException">What the first day of a lane comes after is not there any more.</exception>
    internal async Task ScheduleAsync(IScheduler scheduler, NpgsqlConnection connection, IReadOnlyList<ChainLink> links, CancellationToken cancellationToken)
    {
        if (links.Count == 0)
            return;
        await using var batch = new NpgsqlBatch(connection);
        // Without statistics, as on new tables, a sequential scan for each foreign key looks cheapest: 840 ms for 3,650 days, 110 ms without.
        batch.BatchCommands.Add(new("SET LOCAL enable_seqscan = off"));
        foreach (var command in await FilledAsync(scheduler, links, cancellationToken) ?? await RecordedAsync(scheduler, links, cancellationToken))
            batch.BatchCommands.Add(command);
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

    private async Task<IEnumerable<NpgsqlBatchCommand>> RecordedAsync(IScheduler scheduler, IReadOnlyList<ChainLink> links, CancellationToken cancellationToken)
    {
        var recording = await Recording.OfAsync(links, [], () => WriteAsync(scheduler, links, cancellationToken));
        return links.SelectMany(recording.Of).Select(command => command.Replay());
    }

    private async Task WriteAsync(IScheduler scheduler, IReadOnlyCollection<ChainLink> links, CancellationToken cancellationToken) =>
        await scheduler.ScheduleJobs(DayChain.Jobs(links, time), new ScheduleJobOptions(), cancellationToken);
}
