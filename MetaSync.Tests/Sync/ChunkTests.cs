using System.Net.Http.Json;
using MetaSync.Tests.MetaSimulator;
using MetaSync.Tests.Support;
using MetaSync.Worker.Sync;

namespace MetaSync.Tests.Sync;

/// <summary>Several days that are one job: Meta is asked for them at once, and each is stored by itself.</summary>
public sealed class ChunkTests(PostgresServer server)
{
    private const string ReadDays = "SELECT day::text FROM metasync.insights_days ORDER BY day";
    private const string ChangedAgain = "SELECT day::text FROM metasync.insights_days WHERE changed_at = as_of ORDER BY day";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_week_that_is_fetched_at_once_is_stored_day_by_day_its_empty_days_included()
    {
        await using var meta = await SimulatorServer.Start("--Simulator:Accounts:0:Id=1", "--Simulator:Accounts:0:StartDay=2026-05-03");
        await using var worker = await WorkerOfAsync(meta);

        Assert.IsType<DayOutcome.Done>(await worker.RunAsync(await worker.AddChunkAsync("2026-05-01", "2026-05-07", Cancel), Cancel));

        Assert.True(await Truth.IsStoredAsync(new(meta.Http), worker.Database, "act_1", "2026-05-01", "2026-05-07", Cancel) > 100);
        Assert.Equal(Texts("2026-05-01", 7), await worker.ColumnAsync<string>(ReadDays, Cancel));
        var rows = await worker.ColumnAsync<long>("SELECT rows FROM metasync.insights_days ORDER BY day", Cancel);
        Assert.Equal(await worker.ColumnAsync<long>("SELECT (SELECT count(*) FROM metasync.insights WHERE day = days.day) FROM metasync.insights_days AS days ORDER BY day", Cancel), rows);
        Assert.Equal([0, 0], rows[..2]);
    }

    [Fact]
    public async Task A_second_fetch_dates_the_change_of_those_days_only_that_have_changed_and_adds_a_reading_of_each()
    {
        // At noon of the 15th of June the days until the 17th of May are final, and the others are restated until they are, too.
        await using var meta = await SimulatorServer.Start();
        await using var worker = await WorkerOfAsync(meta);
        await worker.RunAsync(await worker.AddChunkAsync("2026-05-14", "2026-05-20", Cancel), Cancel);
        Assert.Equal(Texts("2026-05-14", 7), await worker.ColumnAsync<string>(ChangedAgain, Cancel));
        await meta.Elapse("4.00:00:00");

        await worker.RunAsync(await worker.AddChunkAsync("2026-05-14", "2026-05-20", Cancel), Cancel);

        Assert.Equal(["2026-05-18", "2026-05-19", "2026-05-20"], await worker.ColumnAsync<string>(ChangedAgain, Cancel));
        await Truth.IsStoredAsync(new(meta.Http), worker.Database, "act_1", "2026-05-14", "2026-05-20", Cancel);
        Assert.Equal(Enumerable.Repeat(2L, 7), await worker.ColumnAsync<long>("SELECT count(*) FROM metasync.insights_fetches GROUP BY day", Cancel));
        Assert.Empty(await worker.ColumnAsync<DateOnly>("""
            SELECT day FROM (
              SELECT day, count(*) AS rows, sum(spend) AS spend, sum(impressions) AS impressions, sum(clicks) AS clicks FROM metasync.insights GROUP BY day
              EXCEPT
              (SELECT DISTINCT ON (day) day, rows, spend, impressions, clicks FROM metasync.insights_fetches ORDER BY day, as_of DESC)
            ) AS not_what_was_read
            """, Cancel));
    }

    [Fact]
    public async Task A_chunk_that_is_too_much_comes_in_by_runs_of_some_of_its_campaigns()
    {
        await using var meta = await SimulatorServer.Start();
        await meta.Fault(new object[]
        {
            new { action = "rows-100-1487534", method = "GET", path = "/act_1/insights", times = 2 },
            new { action = "run-too-large", phase = "submit", times = 1 },
        });
        await using var worker = await WorkerOfAsync(meta);
        var chunk = await worker.AddChunkAsync("2026-05-01", "2026-05-07", Cancel);

        DayOutcome? outcome;
        for (var n = 0; (outcome = await worker.RunAsync(chunk, Cancel, times: 1)) is DayOutcome.Wait && n < 20; n++)
            await meta.Elapse("00:00:30");

        Assert.IsType<DayOutcome.Done>(outcome);
        Assert.Equal(["failed", "completed", "completed"], await worker.ColumnAsync<string>("SELECT state FROM metasync.report_runs ORDER BY id", Cancel));
        await Truth.IsStoredAsync(new(meta.Http), worker.Database, "act_1", "2026-05-01", "2026-05-07", Cancel);
        Assert.Equal(Texts("2026-05-01", 7), await worker.ColumnAsync<string>(ReadDays, Cancel));
    }

    [Fact]
    public async Task A_chunk_that_is_taken_over_between_two_pages_is_stored_once_and_by_the_one_who_has_it()
    {
        await using var meta = await SimulatorServer.Start();
        var passage = new Passage();
        await using var worker = await WorkerOfAsync(meta, passage, ("Meta:PageSize", "100"));
        var chunk = await worker.AddChunkAsync("2026-05-01", "2026-05-07", Cancel);
        DayRun? second = null;
        passage.BeforeCall = async call => second ??= call == 2 ? await worker.ClaimAsync(chunk, Cancel) : null;
        var first = await worker.ClaimAsync(chunk, Cancel);

        Assert.Null(await worker.Get<DayFetch>().RunAsync(first, new DayCost(), Cancel));
        Assert.Empty(await worker.ColumnAsync<string>(ReadDays, Cancel));
        Assert.Empty(await worker.ColumnAsync<string>("SELECT report FROM metasync.insights_fetches", Cancel));

        Assert.IsType<DayOutcome.Done>(await worker.Get<DayFetch>().RunAsync(second!, new DayCost(), Cancel));
        await Truth.IsStoredAsync(new(meta.Http), worker.Database, "act_1", "2026-05-01", "2026-05-07", Cancel);
        Assert.Equal(7, (await worker.ColumnAsync<string>("SELECT report FROM metasync.insights_fetches", Cancel)).Length);
    }

    [Theory]
    [InlineData("wrong-day")]
    [InlineData("duplicate-row")]
    public async Task A_chunk_whose_pages_are_wrong_leaves_all_of_its_days_as_they_were(string fault)
    {
        await using var meta = await SimulatorServer.Start();
        await meta.Fault(new { action = fault, times = 1 });
        await using var worker = await WorkerOfAsync(meta);
        var chunk = await worker.AddChunkAsync("2026-05-01", "2026-05-07", Cancel);

        Assert.IsType<DayOutcome.Retry>(await worker.RunAsync(chunk, Cancel));
        Assert.Empty(await worker.ColumnAsync<string>(ReadDays, Cancel));

        Assert.IsType<DayOutcome.Done>(await worker.RunAsync(chunk, Cancel));
        await Truth.IsStoredAsync(new(meta.Http), worker.Database, "act_1", "2026-05-01", "2026-05-07", Cancel);
    }

    [Fact]
    public async Task A_killed_workers_chunk_runs_again_and_is_whole()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 2, Cancel);
        await app.Simulator.FailAsync(new { action = "hang", day = "2026-01-08", times = 1 }, Cancel);
        using var response = await app.PostAsync(new { startDate = "2026-01-01", endDate = "2026-01-14", chunkDays = 7 }, Cancel);
        var batch = (await response.Content.ReadFromJsonAsync<Envelope<Receipt>>(Cancel))!.Data;
        Assert.Equal(2, batch.JobCount);

        string? name = null;
        await Eventually.TrueAsync(async () =>
        {
            name = await app.ScalarAsync<string>("SELECT worker FROM metasync.sync_days WHERE day = '2026-01-08' AND state = 'running'", Cancel);
            return name is not null && (await app.Simulator.CallsAsync(Cancel)).Any(call => call.Day == new DateOnly(2026, 1, 8));
        }, "a worker is in the middle of the second week", Cancel);
        using (var worker = SyncApplication.WorkerProcess(name!))
            worker.Kill();

        Assert.All(await app.FinishedAsync(batch.BatchId, Cancel), day => Assert.Equal("succeeded", day.State));
        Assert.Equal([1, 8, 8], (await app.Simulator.CallsAsync(Cancel)).Select(call => call.Day!.Value.Day));
        await Truth.IsStoredAsync(app, "act_1", "2026-01-01", "2026-01-14", Cancel);
        Assert.Equal(14, await app.ScalarAsync<long>("SELECT count(*) FROM metasync.insights_fetches", Cancel));
        Assert.Equal("ad", await app.ScalarAsync<string>("SELECT report FROM metasync.reports WHERE is_configured", Cancel)); // which each worker says at its start
    }

    private static IEnumerable<string> Texts(string first, int count) => Days.From(first, count).Select(day => $"{day:yyyy-MM-dd}");

    private Task<WorkerParts> WorkerOfAsync(SimulatorServer meta, HttpMessageHandler? handler = null, params (string Key, string Value)[] settings) =>
        WorkerParts.CreateAsync(
            server, handler ?? new HttpClientHandler(), Cancel,
            [("Meta:BaseUrl", meta.Http.BaseAddress!.ToString()), ("Meta:AccessToken", "simulator"), .. settings]);

    /// <summary>Lets something happen between two calls to Meta.</summary>
    private sealed class Passage() : DelegatingHandler(new HttpClientHandler())
    {
        private int _calls;

        public Func<int, Task> BeforeCall { get; set; } = _ => Task.CompletedTask;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await BeforeCall(++_calls);
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
