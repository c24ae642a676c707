using MetaSync.Tests.Support;
using MetaSync.Tests.Sync;

namespace MetaSync.Tests.Acceptance;

/// <summary>Scenarios (d) and (g): accounts in other time zones, and one that Meta refuses.</summary>
public sealed class AccountTests(PostgresServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_revoked_account_of_five_fails_its_own_days_only_and_is_asked_once()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 2, Cancel, accounts: "act_1,act_2,act_3,act_4,act_5");
        await app.Simulator.SetAccountAsync(new { account = "act_3", visible = false }, Cancel);

        var days = await app.FinishedAsync((await app.EnqueueAsync("2026-01-01", "2026-01-10", Cancel)).BatchId, Cancel);

        Assert.All(days, day => Assert.Equal(day.Account == "act_3" ? "failed" : "succeeded", day.State));
        Assert.All(days.Where(day => day.Account == "act_3"), day => Assert.NotEmpty(day.Error!.Value.GetProperty("remedy").GetString()!));
        Assert.InRange((await app.Simulator.AllCallsAsync(Cancel)).Count(call => call.Account == "act_3" && call.ErrorCode is not null), 1, 3);
        foreach (var account in new[] { "act_1", "act_2", "act_4", "act_5" })
            await Truth.IsStoredAsync(app, account, "2026-01-01", "2026-01-10", Cancel);
        var refused = (await app.AccountsAsync(Cancel)).Single(account => account["account"]!.GetValue<string>() == "act_3");
        Assert.NotEmpty(refused["problem"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("2026-04-04T13:30:00Z", "act_4", "2026-04-05")] // Auckland: the day on which its clocks go back, an hour and a half old
    [InlineData("2026-09-26T12:30:00Z", "act_4", "2026-09-27")] // … and forward
    [InlineData("2026-03-08T09:30:00Z", "act_5", "2026-03-07")] // Honolulu: still yesterday for two and a half hours
    [InlineData("2026-03-08T09:30:00Z", "act_1", "2026-03-08")] // Los Angeles: its clocks go forward half an hour from now
    [InlineData("2026-10-25T00:30:00Z", "act_2", "2026-10-25")] // Berlin: its clocks go back half an hour from now
    public async Task The_accounts_today_is_the_last_day_that_can_be_asked_for_and_37_months_before_it_the_first(string now, string account, string today)
    {
        await using var app = await SyncApplication.StartAsync(
            server, workers: 1, Cancel, accounts: account, virtualTime: new VirtualTime(1, DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture)));
        await Eventually.TrueAsync(async () => (await app.AccountsAsync(Cancel)).Single()["timeZone"] is not null, "the account is read", Cancel);

        var known = (await app.AccountsAsync(Cancel)).Single();
        var last = DateOnly.Parse(today, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal((last, last.AddMonths(-37)), (DateOnly.Parse(known["today"]!.GetValue<string>()), DateOnly.Parse(known["oldestDay"]!.GetValue<string>())));
        using (var future = await app.PostAsync(new { startDate = today, endDate = last.AddDays(1) }, Cancel))
            Assert.Equal(400, (int)future.StatusCode);
        using (var gone = await app.PostAsync(new { startDate = last.AddMonths(-37).AddDays(-1), endDate = today }, Cancel))
            Assert.Equal(400, (int)gone.StatusCode);

        var edges = new[] { await app.EnqueueAsync($"{last:yyyy-MM-dd}", $"{last:yyyy-MM-dd}", Cancel), await app.EnqueueAsync($"{last.AddMonths(-37):yyyy-MM-dd}", $"{last.AddMonths(-37):yyyy-MM-dd}", Cancel) };
        foreach (var edge in edges)
            Assert.All(await app.FinishedAsync(edge.BatchId, Cancel), day => Assert.Equal("succeeded", day.State));
    }

    [Fact]
    public async Task Without_configured_accounts_all_that_the_token_sees_are_meant()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel, configure: builder =>
        {
            builder.Project("api").WithEnvironment("Meta__Accounts", "");
            builder.Project("worker").WithEnvironment("Meta__Accounts", "");
        });
        await Eventually.TrueAsync(async () => (await app.AccountsAsync(Cancel)).Count == 5, "the accounts are read", Cancel);

        var batch = await app.EnqueueAsync("2026-01-01", "2026-01-01", Cancel);

        Assert.Equal(5, batch.JobCount);
        Assert.All(await app.FinishedAsync(batch.BatchId, Cancel), day => Assert.Equal("succeeded", day.State));
    }
}
