using MetaSync.Tests.Support;

namespace MetaSync.Tests.Cli;

public sealed class SyncCommandTests(PostgresServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sync_enqueues_and_waits_for_the_end()
    {
        await using var app = await SyncApplication.StartAsync(
            server, workers: 1, Cancel, new Dictionary<string, string> { ["Meta__RequestTimeout"] = "00:00:02" }, accounts: "act_1,act_2");
        var api = app.Api.BaseAddress!.ToString();

        var month = await WorkerCommand.RunAsync(Cancel, "sync", "2026-01-01", "2026-01-31", "--account", "act_1", "--api", api, "--wait");
        Assert.Equal((0, ""), (month.ExitCode, month.Error));
        Assert.StartsWith("Enqueued 31 jobs for 2026-01-01 to 2026-01-31\n31 of 31 days succeeded, ", month.Out, StringComparison.Ordinal);

        var both = await WorkerCommand.RunAsync(Cancel, "sync", "2026-02-01", "2026-02-01", "--account", "act_1", "--account", "act_2", "--api", api);
        Assert.Equal((0, "Enqueued 2 jobs for 2026-02-01 to 2026-02-01\n", ""), both);

        await app.Simulator.FailAsync(new { action = "hang", day = "2026-04-01" }, Cancel);
        await WorkerCommand.RunAsync(Cancel, "sync", "2026-04-01", "2026-04-02", "--account", "act_2", "--api", api);
        var again = await WorkerCommand.RunAsync(Cancel, "sync", "2026-04-01", "2026-04-02", "--account", "act_2", "--api", api, "--wait");
        Assert.Equal((1, "Enqueued 0 jobs for 2026-04-01 to 2026-04-02 (2 were waiting already)\n"), (again.ExitCode, again.Out));
        await app.Simulator.ForgiveAsync(Cancel);

        await app.Simulator.FailAsync(new { action = "badbreakdown-2-1504041", day = "2026-03-01" }, Cancel);
        var failed = await WorkerCommand.RunAsync(Cancel, "sync", "2026-03-01", "2026-03-02", "--account", "act_1", "--api", api, "--wait");
        Assert.Equal(1, failed.ExitCode);
        Assert.StartsWith("1 of 2 days succeeded", failed.Error, StringComparison.Ordinal);
        Assert.Contains("1 failed", failed.Error);

        var refused = await WorkerCommand.RunAsync(Cancel, "sync", "2026-01-31", "2026-01-01", "--api", api);
        Assert.Equal((2, ""), (refused.ExitCode, refused.Out));
        Assert.Contains("before startDate", refused.Error);
    }

    [Fact]
    public async Task What_is_not_the_API_is_a_sentence()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 0, Cancel);
        var (exitCode, output, error) = await WorkerCommand.RunAsync(
            Cancel, "sync", "2026-01-01", "2026-01-31", "--api", $"http://localhost:{app.SimulatorPort}");
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Single(error.Trim().Split('\n'));
    }

    [Fact]
    public async Task An_API_that_is_not_there_is_a_sentence()
    {
        var (exitCode, output, error) = await WorkerCommand.RunAsync(Cancel, "sync", "2026-01-01", "2026-01-31", "--api", "http://localhost:1");
        Assert.Equal((1, ""), (exitCode, output));
        Assert.StartsWith("The API at http://localhost:1", error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    [Theory]
    [InlineData("sync")]
    [InlineData("sync", "2026-01-01")]
    [InlineData("sync", "2026-01-01", "2026-01-31", "--acount", "act_1")]
    [InlineData("sync", "2026-01-01", "2026-01-31", "--api", "localhost")]
    [InlineData("sink", "2026-01-01", "2026-01-31")]
    public async Task Wrong_usage_is_exit_code_2_and_a_sentence(params string[] args)
    {
        var (exitCode, output, error) = await WorkerCommand.RunAsync(Cancel, args);
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Single(error.Trim().Split('\n'));
    }

    [Fact]
    public async Task A_worker_that_is_not_set_up_says_what_is_missing()
    {
        var withoutDatabase = await WorkerCommand.RunAsync(Cancel);
        Assert.Equal(1, withoutDatabase.ExitCode);
        Assert.Contains("ConnectionStrings:metasync is not set", withoutDatabase.Error);
        Assert.DoesNotContain("   at ", withoutDatabase.Error);

        var withoutToken = await WorkerCommand.RunAsync(Cancel, "--ConnectionStrings:metasync=Host=localhost");
        Assert.Equal(1, withoutToken.ExitCode);
        Assert.Contains("Meta:AccessToken is not set", withoutToken.Error);
        Assert.DoesNotContain("   at ", withoutToken.Error);

        var withoutScheme = await WorkerCommand.RunAsync(
            Cancel, "--ConnectionStrings:metasync=Host=localhost", "--Meta:AccessToken=x", "--Meta:BaseUrl=graph.facebook.com", "--Sync:RetryDelay=-00:00:01");
        Assert.Equal(1, withoutScheme.ExitCode);
        Assert.Contains("Meta:BaseUrl has to be an address", withoutScheme.Error);
        Assert.DoesNotContain("   at ", withoutScheme.Error);
    }
}
