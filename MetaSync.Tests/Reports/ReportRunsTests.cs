using MetaSync.Tests.Support;
using MetaSync.Worker.Reports;
using MetaSync.Worker.Sync;
using ReportRun = MetaSync.Worker.Reports.ReportRun;

namespace MetaSync.Tests.Reports;

/// <summary>Report runs that are refused, lost or forgotten, against a Meta that is played.</summary>
public sealed class ReportRunsTests(PostgresServer server)
{
    private const string StoredCampaigns = "SELECT campaign_id FROM metasync.insights ORDER BY campaign_id";

    private static readonly object TooManyRows = ScriptedMeta.Error(100, 1487534, "Too many rows");
    private static readonly string[] Campaigns = ["1", "2", "3", "4", "5"];

    /// <summary>What each run that was taken is about, and of which report: the level tells.</summary>
    private readonly Dictionary<string, (string[]? Campaigns, string Day, string Level)> _runs = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 9)] // how many campaigns Meta takes at once, and how often it is asked to take some
    [InlineData(2, 5)]
    [InlineData(3, 3)]
    public async Task A_submission_that_is_too_much_is_halved_and_never_made_once_more(int most, int submissions)
    {
        var meta = new ScriptedMeta(call => call.Method == HttpMethod.Post && !(call.Campaigns?.Length <= most) ? TooManyRows : Answer(call));
        await using var worker = await WorkerParts.CreateAsync(server, meta, Cancel);

        Assert.IsType<DayOutcome.Done>(await worker.RunAsync(await worker.AddDayAsync(Cancel), Cancel));

        Assert.Equal(Campaigns, await worker.ColumnAsync<string>(StoredCampaigns, Cancel));
        var submitted = meta.Calls.Where(call => call.Method == HttpMethod.Post).Select(call => string.Join(',', call.Campaigns ?? ["all"])).ToArray();
        Assert.Equal(submissions, submitted.Length);
        Assert.Distinct(submitted);
    }

    [Fact]
    public async Task One_campaign_that_is_too_much_fails_the_day_and_is_not_taken_for_read()
    {
        var meta = new ScriptedMeta(call => call.Method == HttpMethod.Post && call.Campaigns?.Contains("4") is not false ? TooManyRows : Answer(call));
        await using var worker = await WorkerParts.CreateAsync(server, meta, Cancel);
        var day = await worker.AddDayAsync(Cancel);

        var first = Assert.IsType<DayOutcome.Failed>(await worker.RunAsync(day, Cancel));
        Assert.Contains("even in its smallest parts", first.Error.Message, StringComparison.Ordinal);

        // Its worker dies before that is written down, and another one takes the day over.
        Assert.IsType<DayOutcome.Failed>(await worker.RunAsync(day, Cancel));
        Assert.Empty(await worker.ColumnAsync<string>(StoredCampaigns, Cancel));
    }

    [Fact]
    public async Task Runs_that_were_done_too_long_ago_are_made_again_and_not_forgotten()
    {
        var meta = new ScriptedMeta(call => call.Method == HttpMethod.Post && call.Campaigns is null ? TooManyRows : Answer(call));
        await using var worker = await WorkerParts.CreateAsync(server, meta, Cancel);
        var day = await worker.AddDayAsync(Cancel);
        for (var n = 0; n < 4 && await worker.ColumnAsync<long>("SELECT count(*) FROM metasync.report_runs WHERE state = 'completed'", Cancel) is [0]; n++)
            Assert.IsType<DayOutcome.Wait>(await worker.RunAsync(day, Cancel, times: 1));
        await worker.ExecuteAsync("UPDATE metasync.report_runs SET ended_at = now() - interval '13 hours' WHERE state = 'completed'", Cancel);

        Assert.IsType<DayOutcome.Done>(await worker.RunAsync(day, Cancel));

        Assert.Equal(Campaigns, await worker.ColumnAsync<string>(StoredCampaigns, Cancel));
        Assert.Equal(["1,2,3", "4,5", "1,2,3"], meta.Calls.Where(call => call.Campaigns is not null).Select(call => string.Join(',', call.Campaigns!)));
    }

    [Fact]
    public async Task A_report_that_is_refused_does_not_end_the_run_of_another_or_the_day()
    {
        var meta = new ScriptedMeta(call => call switch
        {
            { Path: "/act_1/insights" } when call.Method == HttpMethod.Get => TooManyRows,
            _ when _runs.GetValueOrDefault(call.Path[1..]) is { Level: "ad" } => new
            {
                async_status = "Job Failed",
                async_percent_completion = 0,
                error_code = 2,
                error_subcode = 1504041,
                error_message = "Invalid breakdowns",
            },
            _ => Answer(call),
        });
        await using var worker = await WorkerParts.CreateAsync(
            server, meta, Cancel, ("Reports:0:Name", "refused"), ("Reports:0:Fields", "spend"), ("Reports:1:Name", "right"), ("Reports:1:Level", "campaign"), ("Reports:1:Fields", "spend"));

        var failed = Assert.IsType<DayOutcome.Failed>(await worker.RunAsync(await worker.AddDayAsync(Cancel), Cancel));

        Assert.Equal("Report refused: Invalid breakdowns", failed.Error.Message);
        Assert.Equal(["right"], await worker.ColumnAsync<string>("SELECT DISTINCT report FROM metasync.insights", Cancel));
        Assert.Equal(["ad", "campaign"], _runs.Values.Select(run => run.Level).Order());
    }

    [Theory]
    [InlineData("running")]
    [InlineData("submitting")]
    public async Task A_run_that_nobody_asks_after_any_more_makes_room(string state)
    {
        var meta = new ScriptedMeta(call => call.Path is "/act_1/insights" && call.Method == HttpMethod.Get ? TooManyRows : Answer(call));
        await using var worker = await WorkerParts.CreateAsync(server, meta, Cancel);
        var day = await worker.AddDayAsync(Cancel);
        await worker.ExecuteAsync($"INSERT INTO metasync.report_runs (day_id, report, state, run_id, submitted_at) VALUES ({day}, 'taken out', '{state}', '7', now())", Cancel);

        Assert.IsType<DayOutcome.Done>(await worker.RunAsync(day, Cancel));
    }

    [Fact]
    public async Task A_day_is_finished_when_the_report_that_was_missing_is_taken_out()
    {
        var meta = new ScriptedMeta(Answer);
        await using var worker = await WorkerParts.CreateAsync(server, meta, Cancel);
        var day = await worker.AddDayAsync(Cancel);
        await worker.ExecuteAsync($"INSERT INTO metasync.sync_day_reports (day_id, report, rows, changed) VALUES ({day}, 'ad', 0, false)", Cancel);

        Assert.IsType<DayOutcome.Done>(await worker.RunAsync(day, Cancel));

        Assert.Equal(["succeeded"], await worker.ColumnAsync<string>("SELECT state FROM metasync.sync_days", Cancel));
        Assert.Empty(meta.Calls);
    }

    [Fact]
    public async Task The_list_of_campaigns_comes_to_its_end_although_each_page_has_to_wait()
    {
        var meta = new ScriptedMeta(call => call.Method == HttpMethod.Post && call.Campaigns is null ? TooManyRows : Answer(call))
        {
            Usage = """{"acc_id_util_pct":100,"reset_time_duration":300,"ads_api_access_tier":"standard_access"}""", // 0.05 s for each call
        };
        await using var worker = await WorkerParts.CreateAsync(server, meta, Cancel);

        Assert.IsType<DayOutcome.Done>(await worker.RunAsync(await worker.AddDayAsync(Cancel), Cancel));

        Assert.Equal(Campaigns, await worker.ColumnAsync<string>(StoredCampaigns, Cancel));
        Assert.Equal(Campaigns.Length, meta.Calls.Count(call => call["level"] is "campaign"));
    }

    [Fact]
    public async Task A_run_that_ends_twice_is_planned_once()
    {
        await using var worker = await WorkerParts.CreateAsync(server, new ScriptedMeta(Answer), Cancel);
        var runs = worker.Get<ReportRuns>();
        var day = await worker.ClaimAsync(await worker.AddDayAsync(Cancel), Cancel);
        await runs.PlanAsync(day, "ad", [["1", "2", "3"], ["4"]], Cancel);
        var run = (await runs.FindAsync(day, "ad", Cancel))[0];
        Assert.True(await worker.Get<ReportSubmissions>().BeginAsync(day, run, Cancel));

        await runs.EndAsync(day, run, RunState.Lost, run.Halves, Cancel);
        await runs.EndAsync(day, run, RunState.Lost, run.Halves, Cancel);

        Assert.Equal(["4", "1,2", "3"], (await runs.FindAsync(day, "ad", Cancel)).Select(left => string.Join(',', left.CampaignIds!)));
    }

    [Fact]
    public async Task A_worker_that_was_declared_dead_plans_and_ends_no_run()
    {
        await using var worker = await WorkerParts.CreateAsync(server, new ScriptedMeta(Answer), Cancel);
        var runs = worker.Get<ReportRuns>();
        var id = await worker.AddDayAsync(Cancel);
        var dead = await worker.ClaimAsync(id, Cancel);
        var alive = await worker.ClaimAsync(id, Cancel);
        await runs.PlanAsync(alive, "ad", [["1", "2"]], Cancel);

        await runs.PlanAsync(dead, "ad", [["1", "2"]], Cancel);
        var run = Assert.Single(await runs.FindAsync(alive, "ad", Cancel));
        Assert.True(await worker.Get<ReportSubmissions>().BeginAsync(alive, run, Cancel));
        await Assert.ThrowsAsync<DayTakenOverException>(() => runs.EndAsync(dead, run, RunState.Lost, run.Again, Cancel));
        await worker.Get<ReportSubmissions>().StartedAsync(run, "7");
        await Assert.ThrowsAsync<DayTakenOverException>(() => runs.CompleteAsync(dead, run, Cancel));

        Assert.Equal(["running"], await worker.ColumnAsync<string>("SELECT state FROM metasync.report_runs", Cancel));
    }

    [Fact]
    public async Task A_run_that_ends_while_its_batch_is_being_cancelled_makes_no_deadlock()
    {
        await using var worker = await WorkerParts.CreateAsync(server, new ScriptedMeta(Answer), Cancel);
        var runs = worker.Get<ReportRuns>();
        var day = await worker.ClaimAsync(await worker.AddDayAsync(Cancel), Cancel);
        await runs.PlanAsync(day, "ad", [null], Cancel);
        var run = (await runs.FindAsync(day, "ad", Cancel))[0];
        Assert.True(await worker.Get<ReportSubmissions>().BeginAsync(day, run, Cancel));

        await using var connection = await worker.Database.OpenConnectionAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await using var cancellation = connection.CreateCommand();
        cancellation.CommandText = "UPDATE metasync.sync_days SET state = 'cancelled', run_token = NULL, finished_at = now()";
        await cancellation.ExecuteNonQueryAsync(Cancel);
        var end = runs.EndAsync(day, run, RunState.Lost, run.Again, Cancel);
        await Eventually.TrueAsync(
            async () => await worker.ColumnAsync<long>("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'", Cancel) is not [0], "the end waits for the day", Cancel);
        cancellation.CommandText = "UPDATE metasync.report_runs SET state = 'lost', ended_at = now()";
        await cancellation.ExecuteNonQueryAsync(Cancel);
        await transaction.CommitAsync(Cancel);

        await Assert.ThrowsAsync<DayTakenOverException>(() => end);
        Assert.Equal(["lost"], await worker.ColumnAsync<string>("SELECT state FROM metasync.report_runs", Cancel));
    }

    [Fact]
    public async Task A_report_of_the_whole_account_is_never_made_of_parts()
    {
        var meta = new ScriptedMeta(call => call.Path is "/act_1/insights" && call["level"] is "account" ? TooManyRows : Answer(call));
        await using var worker = await WorkerParts.CreateAsync(
            server, meta, Cancel, ("Reports:0:Name", "whole"), ("Reports:0:Level", "account"), ("Reports:0:Fields", "spend,reach"), ("Reports:0:Breakdowns", "country"));

        var failed = Assert.IsType<DayOutcome.Failed>(await worker.RunAsync(await worker.AddDayAsync(Cancel), Cancel));

        Assert.Contains("is too much for Meta even in its smallest parts", failed.Error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(meta.Calls, call => call.Campaigns is not null);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("1", "1")]
    [InlineData("1,2", "1", "2")]
    [InlineData("1,2,3", "1,2", "3")]
    [InlineData("1,2,3,4", "1,2", "3,4")]
    public void A_run_of_some_campaigns_is_never_replaced_by_nothing(string? campaigns, params string[] halves)
    {
        var run = new ReportRun(1, null, campaigns?.Split(','), RunState.Running, TimeSpan.Zero);
        Assert.Equal(halves, run.Halves.Select(half => string.Join(',', half!)));
        Assert.Equal(campaigns?.Split(','), Assert.Single(run.Again));
    }

    /// <summary>Meta on a good day, but for the whole report at once: that is too much. The campaigns come one to a page.</summary>
    private object Answer(ScriptedMeta.Call call)
    {
        if (call.Method == HttpMethod.Post)
        {
            _runs.Add($"{_runs.Count + 100}", (call.Campaigns, call.Day, call["level"]!));
            return new { report_run_id = _runs.Keys.Last() };
        }

        if (call is { Path: "/act_1/insights" } && call["level"] is "campaign")
        {
            var at = int.Parse(call["after"] ?? "0", System.Globalization.CultureInfo.InvariantCulture);
            var row = Row(Campaigns[at], call.Day);
            return at + 1 < Campaigns.Length
                ? new { data = new[] { row }, paging = new { cursors = new { after = $"{at + 1}" }, next = "https://meta/next" } }
                : new { data = new[] { row } };
        }

        if (call.Path.Split('/') is not [_, var id, .. var rest] || !_runs.TryGetValue(id, out var run))
            return TooManyRows;
        return rest.Length == 0
            ? new { async_status = "Job Completed", async_percent_completion = 100 }
            : new { data = (run.Campaigns ?? Campaigns).Select(campaign => Row(campaign, run.Day)) };
    }

    private static object Row(string campaign, string day) =>
        new { account_id = "1", campaign_id = campaign, adset_id = campaign, ad_id = campaign, spend = "1.5", date_start = day, date_stop = day };
}
