using MetaSync.Tests.Support;
using MetaSync.Tests.Sync;

namespace MetaSync.Tests.Pains;

/// <summary>What users of other connectors suffer from at Meta's rate limits. docs/scenarios.md has the whole list.</summary>
public sealed class LimitPains(PostgresServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("throttle-17", 17, 300)]
    [InlineData("throttle-80000", 80000, 540)]
    public async Task Pain_01_A_quota_block_is_waited_out_and_spends_no_attempt(string action, int code, int seconds)
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 2, Cancel, virtualTime: new VirtualTime(60));
        await app.Simulator.FailAsync(new { action, day = "2026-01-02", resetSeconds = seconds, regainMinutes = seconds / 60, times = 1 }, Cancel);

        var days = await app.FinishedAsync((await app.EnqueueAsync("2026-01-01", "2026-01-03", Cancel)).BatchId, Cancel);

        Assert.All(days, day => Assert.Equal(("succeeded", 1), (day.State, day.Attempts)));
        var calls = (await app.Simulator.AllCallsAsync(Cancel)).Where(call => call.Account is not null).ToArray();
        var refused = Assert.Single(calls, call => call.ErrorCode is not null);
        Assert.Equal(code, refused.ErrorCode);
        Assert.DoesNotContain(calls, call => call.Received > refused.Received && call.Received < refused.Finished + TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public async Task Pain_01_A_meter_that_others_have_filled_refuses_one_call_and_is_then_left_alone()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 2, Cancel, virtualTime: new VirtualTime(60));
        await Eventually.TrueAsync(async () => (await app.AccountsAsync(Cancel)).Single()["timeZone"] is not null, "the account is read", Cancel);
        await app.Simulator.SetQuotaAsync(new { tier = "limited", fill = new { account = "act_1", meter = "score", percent = 300 } }, Cancel); // it leaks: still too full ten real seconds later

        var days = await app.FinishedAsync((await app.EnqueueAsync("2026-01-01", "2026-01-03", Cancel)).BatchId, Cancel);

        Assert.All(days, day => Assert.Equal(("succeeded", 1), (day.State, day.Attempts)));
        var calls = await app.Simulator.AllCallsAsync(Cancel);
        Assert.Equal(17, Assert.Single(calls, call => call.ErrorCode is not null).ErrorCode);
        Assert.DoesNotContain(calls, call => call.WhileBlocked);
    }

    [Fact]
    public async Task Pain_16_The_apps_limit_pauses_the_lanes_of_all_accounts_and_spends_no_attempt()
    {
        string[] accounts = ["act_1", "act_2", "act_3"];
        await using var app = await SyncApplication.StartAsync(
            server, workers: 2, Cancel, accounts: string.Join(',', accounts), virtualTime: new VirtualTime(20),
            configure: builder => builder.Project("api").WithEnvironment("Sync__Lanes", "PerAccount"));
        await app.Simulator.FailAsync(new object[]
        {
            new { action = "throttle-4-1504022", account = "act_2", day = "2026-01-02", times = 1 },
            new { action = "slow", account = "act_1", duration = "00:00:00.500" }, // real ones: their lanes are not through before the refusal
            new { action = "slow", account = "act_3", duration = "00:00:00.500" },
        }, Cancel);

        var days = await app.FinishedAsync((await app.EnqueueAsync("2026-01-01", "2026-01-10", Cancel)).BatchId, Cancel);

        Assert.All(days, day => Assert.Equal(("succeeded", 1), (day.State, day.Attempts)));
        Assert.Equal(3, await app.ScalarAsync<long>("SELECT count(DISTINCT lane) FROM metasync.sync_days", Cancel));
        var calls = await app.Simulator.CallsAsync(Cancel);
        var refused = Assert.Single(calls, call => call.ErrorCode is not null);
        Assert.Equal((4, 1504022), (refused.ErrorCode, refused.ErrorSubcode));

        // Meta says no time: it is a minute. What was on its way when the refusal came is half a real second at most.
        var (begins, ends) = (refused.Finished!.Value.AddSeconds(10), refused.Finished.Value.AddSeconds(60));
        Assert.DoesNotContain(calls, call => call.Received > begins && call.Received < ends);
        Assert.All(accounts, account => Assert.Contains(calls, call => call.Account == account && call.Received >= ends));
        foreach (var account in accounts)
            await Truth.IsStoredAsync(app, account, "2026-01-01", "2026-01-10", Cancel);
    }

    [Fact]
    public async Task Pain_22_Whether_an_error_passes_is_not_asked_of_its_is_transient()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel, virtualTime: new VirtualTime(60));
        await app.Simulator.FailAsync(new object[]
        {
            new { action = "throttle-17", day = "2026-01-01", resetSeconds = 60, times = 1 }, // is_transient false, and it passes
            new { action = "timeout-2-1504038", day = "2026-01-02", times = 1 }, // true, and the same question would time out again
            new { action = "unknown-1", day = "2026-01-03", times = 1 }, // no word of it
        }, Cancel);

        var days = await app.FinishedAsync((await app.EnqueueAsync("2026-01-01", "2026-01-03", Cancel)).BatchId, Cancel);

        Assert.Equal([("succeeded", 1), ("succeeded", 1), ("succeeded", 2)], days.Select(day => (day.State, day.Attempts)));
        Assert.Equal(["500", "500", "500", "100", "100", "100"], (await app.Simulator.CallsAsync(Cancel)).Select(call => call.Limit));
        Assert.Equal("pages of 100", Assert.Single(days[1].Steps).Step);
    }

    [Theory]
    [InlineData("absent", 160, 1, 15)] // others have used it up, which only the refusal says; after twelve real seconds there would be none, and from 170 on a second one
    [InlineData("strings", 90, 0, 6)] // and slowly, or the bucket leaks faster than the application fills it
    public async Task Scenario_j_Without_usage_headers_a_full_bucket_refuses_one_call_and_with_strings_in_them_none(string headers, int percent, int refusals, double speed)
    {
        await using var app = await SyncApplication.StartAsync(
            server, workers: 2, Cancel, virtualTime: new VirtualTime(speed), configure: builder => builder.Project("meta-simulator")
                .WithEnvironment("Simulator__Quota__Tier", "limited").WithEnvironment("Simulator__Headers", headers));
        await Eventually.TrueAsync(async () => (await app.AccountsAsync(Cancel)).Single()["timeZone"] is not null, "the account is read", Cancel);
        await app.Simulator.SetQuotaAsync(new { fill = new { account = "act_1", meter = "score", percent } }, Cancel);

        var days = await app.FinishedAsync((await app.EnqueueAsync("2026-01-01", "2026-01-20", Cancel)).BatchId, Cancel);

        Assert.All(days, day => Assert.Equal(("succeeded", 1), (day.State, day.Attempts)));
        var calls = await app.Simulator.AllCallsAsync(Cancel);
        Assert.DoesNotContain(calls, call => call.WhileBlocked);
        Assert.Equal(refusals, calls.Count(call => call.ErrorCode is not null));
        await Truth.IsStoredAsync(app, "act_1", "2026-01-01", "2026-01-20", Cancel);
    }
}
