using System.Text.Json;
using MetaSync.Bench.Rig;
using MetaSync.Sync;
using MetaSync.Worker.Meta;
using MetaSync.Worker.Reports;
using MetaSync.Worker.Sync;
using Npgsql;

namespace MetaSync.Bench.Load;

/// <summary>A day of the queue that is claimed, as a worker does it, and whose pages are stored by the worker's own classes.</summary>
internal sealed class StoredDay(EnqueueingApi api)
{
    private static readonly DateRange Yesterday = Queue.Days(1);

    private NpgsqlDataSource Database => api.Database;

    public async Task<DayRun> ClaimAsync(CancellationToken cancellationToken)
    {
        await api.EnqueueAsync(Yesterday, cancellationToken);
        await using var command = Database.CreateCommand("SELECT id, place FROM metasync.sync_days ORDER BY id DESC LIMIT 1");
        await using var day = await command.ExecuteReaderAsync(cancellationToken);
        await day.ReadAsync(cancellationToken);
        return await new DayClaims(Database).ClaimAsync(day.GetInt64(0), day.GetInt64(1), null, cancellationToken) is Claim.Granted granted
            ? granted.Run
            : throw new BenchException("The day was not given to the bench: another one waits before it.");
    }

    /// <summary>From the bytes of the pages to the commit.</summary>
    public async Task StoreAsync(DayRun run, IEnumerable<byte[]> pages, CancellationToken cancellationToken)
    {
        var query = new InsightsQuery(run.Account, run.Days, Report.Default, []);
        var cost = new DayCost();
        await using var stage = new InsightsStage(Database, run, Report.Default);
        foreach (var bytes in pages)
        {
            using var body = new MemoryStream(bytes);
            using var page = new InsightsPage(await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken), query);
            await stage.AddAsync(page, cancellationToken);
        }

        if (!await stage.ReplaceDayAsync(cost, finishesDay: true, cancellationToken))
            throw new BenchException("The day was taken from the bench.");
    }
}
