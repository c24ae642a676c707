using Npgsql;
using Quartz;

namespace MetaSync.Sync.Bulk;

/// <summary>
/// Has Quartz write a few days of many and writes the others in the same way: one statement for each of Quartz's tables,
/// in the transaction that its own would have been in. What stands in which column remains Quartz's affair.
/// </summary>
public sealed class BulkScheduling(TimeProvider time)
{
    /// <summary>Below, there is nothing to be made after a form.</summary>
    private const int FewDays = 4;

    /// <summary>Writes a job and a trigger for each link; called where the connection's transaction is enlisted.</summary>
    /// <exception cref="ObjectDoesNotExistException">What the first day of a lane comes after is not there any more.</exception>
    internal async Task ScheduleAsync(IScheduler scheduler, NpgsqlConnection connection, IReadOnlyList<ChainLink> links, CancellationToken cancellationToken)
    {
        if (links.Count == 0)
            return;
        var rows = await FilledAsync(scheduler, links, cancellationToken) ?? await RecordedAsync(scheduler, links, cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        // Without statistics, as on new tables, a sequential scan for each foreign key looks cheapest: 840 ms for 3,650 days, 110 ms without.
        batch.BatchCommands.Add(new("SET LOCAL enable_seqscan = off"));
        foreach (var table in rows)
            batch.BatchCommands.Add(BulkInsert.Of(table));
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Quartz writes the first day of each lane, after whatever it has to look for; a day that proves the form; and the form.</summary>
    private async Task<IReadOnlyList<DayRows>?> FilledAsync(IScheduler scheduler, IReadOnlyList<ChainLink> links, CancellationToken cancellationToken)
    {
        var lanes = new HashSet<string>(StringComparer.Ordinal);
        var firsts = links.Where(link => lanes.Add(link.Lane)).ToList();
        if (links.Count - firsts.Count < FewDays)
            return null;

        lanes.Clear();
        var others = links.Where(link => !lanes.Add(link.Lane)).ToList();
        var proof = others[^1];
        ChainLink[] written = [.. firsts, proof, DayForm.Link];
        var recording = await Recording.OfAsync(written, [proof.After!, DayForm.Link.After!], () => WriteAsync(scheduler, written, cancellationToken));
        return DayRows.Filled(recording, firsts, others, proof);
    }

    private async Task<IReadOnlyList<DayRows>> RecordedAsync(IScheduler scheduler, IReadOnlyList<ChainLink> links, CancellationToken cancellationToken) =>
        DayRows.Recorded(await Recording.OfAsync(links, [], () => WriteAsync(scheduler, links, cancellationToken)), links);

    private async Task WriteAsync(IScheduler scheduler, IReadOnlyCollection<ChainLink> links, CancellationToken cancellationToken) =>
        await scheduler.ScheduleJobs(DayChain.Jobs(links, time), new ScheduleJobOptions(), cancellationToken);
}
