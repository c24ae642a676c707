using System.Text.Json.Nodes;
using MetaSync.Tests.Support;
using MetaSync.Worker.Cli.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace MetaSync.Tests.Cli;

[Collection(nameof(Alone))]
public sealed class WatchTests(PostgresServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_batch_is_followed_to_its_end_while_the_API_goes_and_comes_back()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel);
        await using var other = await SyncApplication.StartAsync(server, workers: 0, Cancel, database: app.ConnectionString); // the same API, started anew
        await using var relay = new Relay(app.Api.BaseAddress!);
        await app.Simulator.FailAsync(new { action = "slow", day = "2026-01-03", duration = "00:00:08", times = 1 }, Cancel);
        var batch = await app.EnqueueAsync("2026-01-01", "2026-01-05", Cancel);

        var watching = WorkerCommand.RunAsync(Cancel, "status", $"{batch.BatchId}", "--watch", "--json", "--api", relay.Address);
        await Eventually.TrueAsync(() => Task.FromResult(relay.Follows), "the command has found the batch and follows it", Cancel);
        await Eventually.TrueAsync(async () => (await app.Simulator.CallsAsync(Cancel)).Any(call => call.Day == new DateOnly(2026, 1, 3)), "the third day runs", Cancel);
        relay.LeadTo(null);
        await Eventually.TrueAsync(() => Task.FromResult(relay.Refused > 1), "it asks an API that is not there", Cancel);
        relay.LeadTo(other.Api.BaseAddress);

        var (exitCode, output, error) = await watching;
        Assert.Equal((0, ""), (exitCode, error));
        JsonNode[] changes = [.. output.TrimEnd().Split('\n').Select(line => JsonNode.Parse(line)!)];
        int[] done = [.. changes.Select(change => change["counts"]!["succeeded"]!.GetValue<int>())];
        Assert.Equal(done.Order(), done); // no news twice and none out of order
        Assert.Equal((5, "succeeded"), (done[^1], changes[^1]["state"]!.GetValue<string>()));
        Assert.All(changes.Zip(changes.Skip(1)), pair => Assert.NotEqual(News(pair.First), News(pair.Second)));
    }

    [Fact]
    public async Task By_its_events_a_batch_is_followed_without_asking_twice()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel);
        var batch = await app.EnqueueAsync("2026-01-01", "2026-01-03", Cancel);
        using var api = new ApiClient(app.Api.BaseAddress!, null);
        var following = new BatchFollowing(api, new FakeTimeProvider()); // its clock stands still: it would wait for ever before it asks again
        var end = await following.ToTheEndAsync(batch.BatchId, (_, _) => { }, Cancel).WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System, Cancel);
        Assert.Equal("succeeded", end.As<Batch>().State);
    }

    [Fact]
    public async Task Where_no_events_come_through_a_batch_is_asked_for_again_and_again()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var proxy = builder.Build();
        proxy.Urls.Add("http://127.0.0.1:0");
        proxy.MapGet("/api/sync/{batchId}/events", () => Results.NotFound());
        proxy.MapGet("/api/sync/{batchId}", async (string batchId) => Results.Content(await app.Api.GetStringAsync($"/api/sync/{batchId}", Cancel), "application/json"));
        await proxy.StartAsync(Cancel);

        var batch = await app.EnqueueAsync("2026-01-01", "2026-01-03", Cancel);
        var watched = await WorkerCommand.RunAsync(Cancel, "status", $"{batch.BatchId}", "--watch", "--api", proxy.Urls.Single());
        Assert.Equal((0, ""), (watched.ExitCode, watched.Error));
        Assert.StartsWith("3 of 3 days succeeded, ", watched.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watching_ends_with_the_outcome_and_says_so_without_bars_or_colours_on_a_pipe()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel);
        await app.Simulator.FailAsync(new { action = "badbreakdown-2-1504041", day = "2026-01-02" }, Cancel);
        await app.EnqueueAsync("2026-01-01", "2026-01-03", Cancel);
        var watched = await CliAsync(app, "status", "--watch");
        Assert.Equal((1, ""), (watched.ExitCode, watched.Out));
        Assert.StartsWith("2 of 3 days succeeded, ", watched.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', watched.Error);

        var stopped = await CliAsync(app, "sync", "2026-01-01", "2026-01-05", "--stop-on-failure", "--wait");
        Assert.Equal(1, stopped.ExitCode); // nothing would ever happen any more
        Assert.Contains("3 are held because of that", stopped.Error);

        await app.Simulator.ForgiveAsync(Cancel);
        Assert.Equal(0, (await CliAsync(app, "retry", "latest")).ExitCode);
        var mended = await CliAsync(app, "status", "latest", "--watch");
        Assert.Equal((0, ""), (mended.ExitCode, mended.Error));
        Assert.StartsWith("5 of 5 days succeeded, ", mended.Out, StringComparison.Ordinal);

        var json = await CliAsync(app, "sync", "2026-01-01", "2026-01-02", "--wait", "--json");
        Assert.Equal((0, "", "succeeded"), (json.ExitCode, json.Error, JsonNode.Parse(json.Out)!["state"]!.GetValue<string>()));
    }

    [Fact]
    public async Task On_a_terminal_there_is_a_bar_without_colours_when_none_are_wanted()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "script, which makes a terminal, is not installed.");
        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel);
        await app.EnqueueAsync("2026-01-01", "2026-01-03", Cancel);
        string[] watch = ["status", "--watch", "--api", app.Api.BaseAddress!.ToString()];
        var plain = await WorkerCommand.RunAtATerminalAsync("", new Dictionary<string, string> { ["NO_COLOR"] = "1", ["TERM"] = "xterm-256color" }, Cancel, watch);
        Assert.Equal(0, plain.ExitCode);
        Assert.Contains("100%", plain.Screen);
        Assert.DoesNotMatch("\e\\[[0-9;]*3[0-9]", plain.Screen);

        var colourful = await WorkerCommand.RunAtATerminalAsync("", new Dictionary<string, string> { ["TERM"] = "xterm-256color" }, Cancel, watch);
        Assert.Matches("\e\\[[0-9;]*3[0-9]", colourful.Screen);
    }

    private static string News(JsonNode batch) => $"{batch["state"]} {batch["counts"]} {batch["rows"]} {batch["current"]} {batch["paused"]}";

    private static Task<(int ExitCode, string Out, string Error)> CliAsync(SyncApplication app, params string[] args) =>
        WorkerCommand.RunAsync(Cancel, [.. args, "--api", app.Api.BaseAddress!.ToString()]);
}
