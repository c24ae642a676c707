using MetaSync.Tests.Support;
using MetaSync.Tests.Sync;
using MetaSync.Worker.Reports;

namespace MetaSync.Tests.Pains;

/// <summary>What users of other connectors suffer from when more than one report is synced.</summary>
public sealed class SeveralReportsPains(PostgresServer server)
{
    private static readonly ReportOptions
        Ads = new() { Name = "ad", Fields = ["impressions", "clicks", "spend", "reach"] },
        Campaigns = new() { Name = "campaign", Level = "campaign", Fields = ["impressions", "clicks", "spend", "reach"] },
        Account = new() { Name = "account", Level = "account", Fields = ["impressions", "spend", "reach"] },
        Impossible = new() { Name = "audience", Fields = ["impressions"], Breakdowns = ["age", "country"] };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Pain_07_A_report_that_Meta_cannot_make_fails_at_once_and_by_name_and_the_other_one_comes_in(bool impossibleFirst)
    {
        await using var app = await SyncApplication.StartAsync(
            server, workers: 1, Cancel, impossibleFirst ? ReportSettings.AsEnvironment(Impossible, Ads) : ReportSettings.AsEnvironment(Ads, Impossible));

        var day = Assert.Single(await app.FinishedAsync((await app.EnqueueAsync("2026-01-01", "2026-01-01", Cancel)).BatchId, Cancel));

        Assert.Equal(("failed", 1), (day.State, day.Attempts));
        var error = day.Error!.Value;
        Assert.Equal((2, 1504041), (error.GetProperty("code").GetInt32(), error.GetProperty("subcode").GetInt32()));
        Assert.StartsWith("Report audience/age,country:", error.GetProperty("message").GetString());
        Assert.Contains("Breakdowns", error.GetProperty("remedy").GetString());
        Assert.Single(await app.Simulator.CallsAsync(Cancel), call => call.ErrorCode is not null);
        await Truth.IsStoredAsync(app, "act_1", "2026-01-01", "2026-01-01", Cancel, Report.Of(Ads));
    }

    [Fact]
    public async Task Pain_07_A_report_that_Meta_cannot_make_is_not_asked_for_with_each_look_at_the_one_that_is_prepared()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel, ReportSettings.AsEnvironment(Impossible, Ads), virtualTime: new VirtualTime(60));
        await app.Simulator.ResetAsync(new { maximumSyncRows = 5, async = new { @base = "00:02:00", spread = 0 } }, Cancel);

        var day = Assert.Single(await app.FinishedAsync((await app.EnqueueAsync("2026-01-01", "2026-01-01", Cancel)).BatchId, Cancel));

        Assert.Equal("failed", day.State);
        await Truth.IsStoredAsync(app, "act_1", "2026-01-01", "2026-01-01", Cancel, Report.Of(Ads));
        Assert.True(Assert.Single(await app.Simulator.RunsAsync(Cancel)).Polls > 5);
        Assert.Single(await app.Simulator.CallsAsync(Cancel), call => call.ErrorSubcode is 1504041);
    }

    [Fact]
    public async Task Pain_08_Rows_of_every_level_and_breakdown_are_stored_side_by_side_and_none_is_lost()
    {
        ReportOptions[] reports =
        [
            Ads, Campaigns, Account,
            new() { Name = "adset", Level = "adset", Fields = ["impressions"] },
            new() { Name = "ad_by_country", Fields = ["impressions", "spend"], Breakdowns = ["country"] },
            new() { Name = "campaign_by_audience", Level = "campaign", Fields = ["impressions"], Breakdowns = ["gender", "age"] },
        ];
        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel, ReportSettings.AsEnvironment(reports));

        var days = await app.FinishedAsync((await app.EnqueueAsync("2026-01-01", "2026-01-02", Cancel)).BatchId, Cancel);

        Assert.All(days, day => Assert.Equal(("succeeded", 1), (day.State, day.Attempts)));
        var stored = 0;
        foreach (var report in reports.Select(Report.Of))
            stored += await Truth.IsStoredAsync(app, "act_1", "2026-01-01", "2026-01-02", Cancel, report);
        Assert.Equal(days.Sum(day => day.Rows), stored);
        Assert.True(await app.ScalarAsync<long>("""
            SELECT max(countries) FROM (SELECT count(DISTINCT breakdowns) AS countries FROM metasync.insights WHERE report = 'ad_by_country/country' GROUP BY day, ad_id) AS ads
            """, Cancel) > 1);
        Assert.Equal(2, await app.ScalarAsync<long>("SELECT count(*) FROM metasync.insights WHERE report = 'account'", Cancel));
    }

    [Fact]
    public async Task Pain_12_The_reach_of_a_campaign_is_Metas_own_and_not_the_sum_of_its_ads()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel, ReportSettings.AsEnvironment(Ads, Campaigns));

        await app.FinishedAsync((await app.EnqueueAsync("2026-01-01", "2026-01-01", Cancel)).BatchId, Cancel);

        Assert.True(await Truth.IsStoredAsync(app, "act_1", "2026-01-01", "2026-01-01", Cancel, Report.Of(Campaigns)) > 1);
        var (clicks, reach) = (await SumAsync(app, "clicks"), await SumAsync(app, "reach"));
        Assert.Equal(clicks["ad"], clicks["campaign"]);
        Assert.True(reach["ad"] > reach["campaign"], $"{reach["ad"]} people by ads, {reach["campaign"]} by campaigns");
    }

    [Fact]
    public async Task A_worker_killed_between_two_reports_of_a_day_does_not_fetch_the_first_again()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 2, Cancel, ReportSettings.AsEnvironment(Ads, Campaigns));
        await app.Simulator.FailAsync(new { action = "hang", day = "2026-01-01", nth = 2 }, Cancel);

        var batch = await app.EnqueueAsync("2026-01-01", "2026-01-01", Cancel);
        await Eventually.TrueAsync(async () => (await app.Simulator.CallsAsync(Cancel)) is [_, { Level: "campaign" }], "the second report is under way", Cancel);
        var worker = await app.ScalarAsync<string>("SELECT worker FROM metasync.sync_days", Cancel);
        using (var process = SyncApplication.WorkerProcess(worker!))
            process.Kill();
        await app.FinishedAsync(batch.BatchId, Cancel);

        Assert.Equal(["ad", "campaign", "campaign"], (await app.Simulator.CallsAsync(Cancel)).Select(call => call.Level));
        await Truth.IsStoredAsync(app, "act_1", "2026-01-01", "2026-01-01", Cancel, Report.Of(Ads));
        await Truth.IsStoredAsync(app, "act_1", "2026-01-01", "2026-01-01", Cancel, Report.Of(Campaigns));
    }

    private static async Task<Dictionary<string, decimal>> SumAsync(SyncApplication app, string column)
    {
        var sums = new Dictionary<string, decimal>();
        foreach (var report in new[] { "ad", "campaign" })
            sums[report] = await app.ScalarAsync<decimal>($"SELECT sum({column}) FROM metasync.insights WHERE report = '{report}'", Cancel);
        return sums;
    }
}
