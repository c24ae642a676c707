using System.Collections.Concurrent;
using System.Diagnostics;
using MetaSync.Tests.Support;
using MetaSync.Worker.Sync;

namespace MetaSync.Tests.Sync;

/// <summary>What a day costs the database beside its rows.</summary>
public sealed class CheapDayTests(PostgresServer server)
{
    private static readonly ActivitySource Source = new(nameof(CheapDayTests));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The claim, what is known of the day, the token and the meters before the call, the fence, the rows; the commit has no span.</summary>
    [Fact]
    public async Task A_day_of_one_page_takes_six_round_trips_and_a_commit()
    {
        await using var worker = await WorkerParts.CreateAsync(server, new ScriptedMeta(call => Page(call, pages: 1)), Cancel);
        await RunAsync(worker);
        var statements = new ConcurrentQueue<string>();
        ActivityTraceId? trace = null;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Npgsql" or nameof(CheapDayTests),
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.Source.Name is "Npgsql" && activity.TraceId == trace)
                    statements.Enqueue($"{activity.DisplayName}: {activity.GetTagItem("db.query.text")}");
            },
        };
        ActivitySource.AddActivityListener(listener);
        var day = await worker.AddDayAsync(Cancel);

        using (var span = Source.StartActivity("day")!)
        {
            trace = span.TraceId;
            Assert.IsType<DayOutcome.Done>(await worker.RunAsync(day, Cancel));
        }

        Assert.True(statements.Count == 6, $"{statements.Count}: {string.Join('\n', statements)}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)] // into the session's own table, which is made once
    public async Task Days_leave_nothing_in_the_catalog(int pages)
    {
        await using var worker = await WorkerParts.CreateAsync(server, new ScriptedMeta(call => Page(call, pages)), Cancel);
        for (var n = 0; n < 5; n++)
            await RunAsync(worker);
        var before = await CatalogAsync(worker);

        for (var n = 0; n < 40; n++)
            await RunAsync(worker);

        Assert.InRange(await CatalogAsync(worker) - before, 0, 32 * 1024);
        var tables = (await worker.ColumnAsync<long>("SELECT count(*) FROM pg_class WHERE relname = 'staged_insights'", Cancel))[0];
        Assert.InRange(tables, pages - 1, 4 * (pages - 1)); // of the pool's sessions at most
        Assert.Equal([pages], await worker.ColumnAsync<long>("SELECT count(*) FROM metasync.insights", Cancel));
    }

    private static async Task RunAsync(WorkerParts worker) =>
        Assert.IsType<DayOutcome.Done>(await worker.RunAsync(await worker.AddDayAsync(Cancel), Cancel));

    /// <summary>A table takes some thirty rows in it, and forty days with a table each more than a hundred kilobytes.</summary>
    private static async Task<long> CatalogAsync(WorkerParts worker) => (await worker.ColumnAsync<long>("SELECT pg_relation_size('pg_attribute')", Cancel))[0];

    private static object Page(ScriptedMeta.Call call, int pages)
    {
        var page = int.Parse(call["after"] ?? "1");
        return new
        {
            data = new[]
            {
                new
                {
                    account_id = "1", campaign_id = "1", adset_id = "2", ad_id = $"{page}", impressions = "3", spend = "1.20",
                    date_start = call.Day, date_stop = call.Day,
                },
            },
            paging = new { cursors = new { after = $"{page + 1}" }, next = page < pages ? "https://meta.test/?after=" + (page + 1) : null },
        };
    }
}
