using MetaSync.Tests.Support;
using MetaSync.Tests.Sync;

namespace MetaSync.Tests.Pains;

/// <summary>What users of other connectors suffer from when a token or an account goes away.</summary>
public sealed class ConnectionPains(PostgresServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pain_14_A_token_is_asked_about_itself_without_being_in_an_address_and_health_warns_of_its_end()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 0, Cancel);
        var end = TimeProvider.System.GetUtcNow().AddDays(3);
        await app.Simulator.SetTokenAsync(new { token = "simulator", state = "valid", expiresAt = end }, Cancel);
        await using var workers = await SyncApplication.StartAsync(
            server, workers: 1, Cancel, database: app.ConnectionString, configure: builder => builder.Project("worker").WithEnvironment("Meta__BaseUrl", $"http://localhost:{app.SimulatorPort}"));

        var batch = await app.EnqueueAsync("2026-01-01", "2026-01-02", Cancel);
        await Eventually.TrueAsync(async () => (await app.Api.GetStringAsync("/health", Cancel)).Contains($"expires on {end:yyyy-MM-dd}", StringComparison.Ordinal), "health warns", Cancel);

        Assert.All(await app.FinishedAsync(batch.BatchId, Cancel), day => Assert.Equal(("succeeded", 1), (day.State, day.Attempts)));
        var question = Assert.Single(await app.Simulator.AllCallsAsync(Cancel), call => call.Path.EndsWith("/debug_token", StringComparison.Ordinal));
        Assert.True(question.Batch, "The token is in the address, and not in the body of a batch.");
    }

    [Fact]
    public async Task Pain_15_An_account_that_is_revoked_in_the_middle_keeps_what_is_in_and_stops_no_other()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 2, Cancel, accounts: "act_1,act_2,act_3");
        await app.Simulator.FailAsync(new { action = "perm-200", account = "act_2", day = "2026-01-03", times = 1 }, Cancel);

        var days = await app.FinishedAsync((await app.EnqueueAsync("2026-01-01", "2026-01-06", Cancel)).BatchId, Cancel);

        Assert.All(days, day => Assert.Equal(day.Account is "act_2" && day.Day.Day >= 3 ? "failed" : "succeeded", day.State));
        Assert.All(days.Where(day => day.State is "failed"), day => Assert.Contains("access", day.Error!.Value.GetProperty("remedy").GetString()));
        Assert.Equal([1, 2, 3], (await app.Simulator.CallsAsync(Cancel)).Where(call => call.Account is "act_2").Select(call => call.Day!.Value.Day));
        await Truth.IsStoredAsync(app, "act_1", "2026-01-01", "2026-01-06", Cancel);
        await Truth.IsStoredAsync(app, "act_2", "2026-01-01", "2026-01-02", Cancel);
        await Truth.IsStoredAsync(app, "act_3", "2026-01-01", "2026-01-06", Cancel);
    }
}
