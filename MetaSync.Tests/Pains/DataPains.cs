using System.Globalization;
using System.Text.Json.Nodes;
using MetaSync.Tests.Support;
using MetaSync.Tests.Sync;
using MetaSync.Worker.Reports;

namespace MetaSync.Tests.Pains;

/// <summary>What users of other connectors find wrong or missing in their numbers.</summary>
public sealed class DataPains(PostgresServer server)
{
    private const string Hourly = "hourly_stats_aggregated_by_advertiser_time_zone";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pain_09_Each_request_is_of_one_day_and_rows_of_another_one_are_refused()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel);
        await app.Simulator.FailAsync(new { action = "wrong-day", day = "2026-01-02", times = 1 }, Cancel);

        var days = await app.FinishedAsync((await app.EnqueueAsync("2026-01-01", "2026-01-03", Cancel)).BatchId, Cancel);

        Assert.Equal([("succeeded", 1), ("succeeded", 2), ("succeeded", 1)], days.Select(day => (day.State, day.Attempts)));
        Assert.All(await app.Simulator.CallsAsync(Cancel), call => Assert.Equal((true, call.Day), (call.Day is not null, call.Until)));
        await Truth.IsStoredAsync(app, "act_1", "2026-01-01", "2026-01-03", Cancel);
    }

    [Fact]
    public async Task Pain_10_Today_is_the_accounts_own_and_is_fetched_before_midnight_in_UTC()
    {
        var evening = new DateTimeOffset(2026, 6, 30, 14, 1, 0, TimeSpan.Zero); // 2:01 on July 1 in Auckland, 4:01 on June 30 in Honolulu
        await using var app = await SyncApplication.StartAsync(
            server, workers: 1, Cancel, accounts: "act_4,act_5", virtualTime: new VirtualTime(1, evening));
        await Eventually.TrueAsync(async () => (await app.AccountsAsync(Cancel)).All(account => account["timeZone"] is not null), "the accounts are read", Cancel);

        var auckland = Assert.Single(await app.FinishedAsync((await app.EnqueueAsync("2026-07-01", "2026-07-01", Cancel, "act_4")).BatchId, Cancel));
        using var honolulu = await app.PostAsync(new { startDate = "2026-07-01", endDate = "2026-07-01", accounts = (string[])["act_5"] }, Cancel);

        Assert.Equal("succeeded", auckland.State);
        Assert.True(await Truth.IsStoredAsync(app, "act_4", "2026-07-01", "2026-07-01", Cancel) > 0);
        Assert.Equal(400, (int)honolulu.StatusCode);
        Assert.Single(await app.Simulator.CallsAsync(Cancel));
    }

    [Fact]
    public async Task Pain_11_Attribution_windows_are_those_of_the_report_and_each_row_says_as_of_when_it_is()
    {
        ReportOptions byDefault = new() { Name = "ad", Fields = ["actions"] }, byWindows = new() { Name = "ad_windows", Fields = ["actions"], ActionAttributionWindows = ["7d_click", "1d_view"] };
        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel, ReportSettings.AsEnvironment(byDefault, byWindows));

        var asked = TimeProvider.System.GetUtcNow();
        var day = Assert.Single(await app.FinishedAsync((await app.EnqueueAsync("2026-01-01", "2026-01-01", Cancel)).BatchId, Cancel));

        Assert.Equal("succeeded", day.State);
        await Truth.IsStoredAsync(app, "act_1", "2026-01-01", "2026-01-01", Cancel, Report.Of(byWindows));
        Assert.Equal("action_type value", await ActionKeysAsync(app, "ad")); // and so no other action_breakdowns
        Assert.Equal("1d_view 7d_click action_type value", await ActionKeysAsync(app, "ad_windows"));
        DateTimeOffset oldest = await app.ScalarAsync<DateTime>("SELECT min(as_of) FROM metasync.insights", Cancel);
        DateTimeOffset newest = await app.ScalarAsync<DateTime>("SELECT max(as_of) FROM metasync.insights_days", Cancel);
        Assert.InRange(oldest, asked, newest);
        Assert.InRange(newest, oldest, day.FinishedAt!.Value);
    }

    [Fact]
    public async Task Pain_13_A_field_that_Meta_does_not_have_is_left_out_and_reported_and_not_asked_for_again()
    {
        ReportOptions report = new() { Name = "ad", Fields = ["impressions", "brand_new_metric", "spend"] };
        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel, ReportSettings.AsEnvironment(report));

        var days = await app.FinishedAsync((await app.EnqueueAsync("2026-01-01", "2026-01-03", Cancel)).BatchId, Cancel);

        Assert.All(days, day => Assert.Equal(("succeeded", 1), (day.State, day.Attempts)));
        var step = Assert.Single(days.SelectMany(day => day.Steps));
        Assert.EndsWith("without brand_new_metric", step.Step);
        Assert.Contains("nonexisting field (brand_new_metric)", step.Reason);
        Assert.Equal([1, 1, 2, 3], (await app.Simulator.CallsAsync(Cancel)).Select(call => call.Day!.Value.Day));
        report.Fields = ["impressions", "spend"];
        await Truth.IsStoredAsync(app, "act_1", "2026-01-01", "2026-01-03", Cancel, Report.Of(report));
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.5)] // most ads have more than one such row
    public async Task Pain_20_Rows_that_lack_their_breakdown_are_kept_as_unknown_and_none_is_lost(double share)
    {
        ReportOptions report = new() { Name = "ad_by_hour", Fields = ["impressions", "clicks", "spend"], Breakdowns = [Hourly] };
        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel, ReportSettings.AsEnvironment(report));
        await app.Simulator.ResetAsync(new { missingBreakdownKeyShare = share }, Cancel);

        var batch = await app.EnqueueAsync("2026-01-01", "2026-01-01", Cancel);
        var day = Assert.Single(await app.FinishedAsync(batch.BatchId, Cancel));
        var again = Assert.Single(await app.FinishedAsync((await app.EnqueueAsync("2026-01-01", "2026-01-01", Cancel)).BatchId, Cancel));

        Assert.Equal(("succeeded", 1), (day.State, day.Attempts));
        Assert.Equal(("succeeded", false), (again.State, again.Changed));
        var truth = await app.Simulator.TruthAsync("act_1", "2026-01-01", "2026-01-01", Report.Of(report), Cancel);
        Assert.Equal(truth.Select(Canonical).Order(StringComparer.Ordinal), (await RowsAsync(app)).Select(Canonical).Order(StringComparer.Ordinal));
        Assert.Equal(
            truth.Count(row => row[Hourly] is null),
            await app.ScalarAsync<long>($"SELECT count(*) FROM metasync.insights WHERE breakdowns ->> '{Hourly}' LIKE 'unknown%'", Cancel));
    }

    [Fact]
    public async Task Pain_21_Days_that_are_asked_for_twice_are_not_stored_twice()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 2, Cancel);
        await app.Simulator.FailAsync(new { action = "slow", day = "2026-01-01", duration = "00:00:01", times = 1 }, Cancel);

        var first = await app.EnqueueAsync("2026-01-01", "2026-01-05", Cancel);
        var overlapping = await app.EnqueueAsync("2026-01-04", "2026-01-06", Cancel);
        await app.FinishedAsync(first.BatchId, Cancel);
        await app.FinishedAsync(overlapping.BatchId, Cancel);
        var again = await app.FinishedAsync((await app.EnqueueAsync("2026-01-01", "2026-01-06", Cancel)).BatchId, Cancel);

        Assert.Equal((1, 2), (overlapping.JobCount, overlapping.Skipped));
        Assert.All(again, day => Assert.Equal(("succeeded", false), (day.State, day.Changed)));
        await Truth.IsStoredAsync(app, "act_1", "2026-01-01", "2026-01-06", Cancel);
    }

    private static Task<string?> ActionKeysAsync(SyncApplication app, string report) => app.ScalarAsync<string>(string.Create(CultureInfo.InvariantCulture, $"""
        SELECT string_agg(DISTINCT key, ' ' ORDER BY key)
        FROM metasync.insights, jsonb_array_elements(row -> 'actions') AS action, jsonb_object_keys(action) AS key WHERE report = '{report}'
        """), Cancel);

    private static async Task<JsonObject[]> RowsAsync(SyncApplication app) =>
        [.. JsonNode.Parse((await app.ScalarAsync<string>("SELECT jsonb_agg(row)::text FROM metasync.insights", Cancel))!)!.AsArray().Select(row => row!.AsObject())];

    private static string Canonical(JsonObject row) => string.Join(' ', row.Select(field => $"{field.Key}={field.Value}").Order(StringComparer.Ordinal));
}
