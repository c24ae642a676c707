using MetaSync.Tests.Support;
using MetaSync.Tests.Sync;

namespace MetaSync.Tests.Acceptance;

/// <summary>Scenario (c): the token dies in the middle of a range, and works again later.</summary>
public sealed class TokenTests(PostgresServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("expired", 463)]
    [InlineData("password_changed", 460)]
    public async Task A_token_that_dies_parks_everything_with_what_to_do_and_all_goes_on_when_it_works_again(string state, int subcode)
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 2, Cancel, virtualTime: new VirtualTime(60));
        await app.Simulator.SetTokenAsync(new { token = "simulator", state, atCall = 12 }, Cancel);

        var batch = await app.EnqueueAsync("2026-01-01", "2026-01-20", Cancel);
        await Eventually.TrueAsync(async () => (await app.BatchAsync(batch.BatchId, Cancel))["state"]!.GetValue<string>() is "waiting", "the batch waits", Cancel);

        var current = (await app.BatchAsync(batch.BatchId, Cancel))["current"]!;
        Assert.Equal(("token", subcode), (current["waitingReason"]!.GetValue<string>(), current["error"]!["subcode"]!.GetValue<int>()));
        Assert.NotEmpty(current["error"]!["remedy"]!.GetValue<string>());
        var connection = await app.ConnectionAsync(Cancel);
        Assert.Equal(("parked", "parked"), (connection["state"]!.GetValue<string>(), connection["token"]!["state"]!.GetValue<string>()));
        Assert.Contains("Meta does not accept the token", await app.Api.GetStringAsync("/health", Cancel));

        // Ten minutes of Meta's time: one call at the start, and then a check after 1, 1.5, 2.25 and 3.4 minutes.
        var parkedAt = (await app.Simulator.AllCallsAsync(Cancel)).First(call => call.ErrorCode == 190).Received;
        await Eventually.TrueAsync(async () => (await app.Simulator.NowAsync(Cancel)) - parkedAt > TimeSpan.FromMinutes(10), "ten minutes have passed", Cancel);
        var refused = (await app.Simulator.AllCallsAsync(Cancel)).Where(call => call.ErrorCode == 190).ToArray();
        Assert.InRange(refused.Length, 3, 6);
        Assert.All(refused.Skip(1), call => Assert.EndsWith("/me", call.Path));

        await app.Simulator.SetTokenAsync(new { token = "simulator", state = "valid" }, Cancel);
        var days = await app.FinishedAsync(batch.BatchId, Cancel);

        Assert.All(days, day => Assert.Equal(("succeeded", 1), (day.State, day.Attempts)));
        await Truth.IsStoredAsync(app, "act_1", "2026-01-01", "2026-01-20", Cancel);
        Assert.Equal("ok", (await app.ConnectionAsync(Cancel))["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task Another_token_goes_on_at_once_where_the_dead_one_stopped()
    {
        var database = await server.CreateDatabaseAsync(Cancel);
        Guid batchId;
        await using (var app = await SyncApplication.StartAsync(server, workers: 1, Cancel, database: database))
        {
            await app.Simulator.SetTokenAsync(new { token = "simulator", state = "expired", atCall = 8 }, Cancel);
            batchId = (await app.EnqueueAsync("2026-01-01", "2026-01-10", Cancel)).BatchId;
            await Eventually.TrueAsync(async () => (await app.BatchAsync(batchId, Cancel))["state"]!.GetValue<string>() is "waiting", "the batch waits", Cancel);
        }

        await using var renewed = await SyncApplication.StartAsync(
            server, workers: 1, Cancel, database: database, worker: new Dictionary<string, string> { ["Meta__AccessToken"] = "renewed" },
            configure: builder => builder.Project("meta-simulator").WithEnvironment("Simulator__AccessToken", "renewed"));

        Assert.All(await renewed.FinishedAsync(batchId, Cancel), day => Assert.Equal(("succeeded", 1), (day.State, day.Attempts)));
        Assert.Equal("ok", (await renewed.ConnectionAsync(Cancel))["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_token_that_expires_within_seven_days_is_a_warning_in_health_and_not_in_the_way()
    {
        await using var app = await SyncApplication.StartAsync(
            server, workers: 0, Cancel, configure: builder => builder.Project("api"));
        await app.Simulator.SetTokenAsync(new { token = "simulator", state = "valid", expiresAt = TimeProvider.System.GetUtcNow().AddDays(3) }, Cancel);
        await using var workers = await SyncApplication.StartAsync(
            server, workers: 1, Cancel, database: app.ConnectionString, configure: builder => builder.Project("worker").WithEnvironment("Meta__BaseUrl", $"http://localhost:{app.SimulatorPort}"));

        await Eventually.TrueAsync(async () => (await app.Api.GetStringAsync("/health", Cancel)).Contains("expires on", StringComparison.Ordinal), "health warns", Cancel);

        Assert.True((await app.Api.GetAsync("/health", Cancel)).IsSuccessStatusCode);
        Assert.NotNull((await app.ConnectionAsync(Cancel))["token"]!["expiresAt"]);
    }
}
