using System.Text.Json.Nodes;
using MetaSync.Tests.Support;

namespace MetaSync.Tests.Cli;

/// <summary>What is done with batches that nobody runs.</summary>
public sealed class SteeringCommandTests(IdleApplication idle) : IClassFixture<IdleApplication>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Paused_a_batch_is_held_and_resumed_it_is_queued_again()
    {
        var app = await idle.EmptiedAsync(Cancel);
        await app.EnqueueAsync("2026-01-01", "2026-01-31", Cancel, "act_1");

        var paused = await CliAsync(app, "pause", "latest");
        Assert.Equal((0, ""), (paused.ExitCode, paused.Error));
        Assert.Contains(": paused\n", paused.Out);
        Assert.Contains("31 paused; 0 rows\nHeld since ", paused.Out);

        var again = await CliAsync(app, "pause", "latest");
        Assert.Equal((1, ""), (again.ExitCode, again.Out)); // it is not in a state for it
        Assert.Contains("resume", Assert.Single(again.Error.Trim().Split('\n')));

        var resumed = await CliAsync(app, "resume", "latest", "--json");
        Assert.Equal((0, ""), (resumed.ExitCode, resumed.Error));
        Assert.Equal(("queued", 31), (JsonNode.Parse(resumed.Out)!["state"]!.GetValue<string>(), JsonNode.Parse(resumed.Out)!["counts"]!["queued"]!.GetValue<int>()));
        Assert.Equal(1, (await CliAsync(app, "resume", "latest")).ExitCode);
    }

    [Fact]
    public async Task Retried_a_cancelled_batch_is_the_same_batch_again()
    {
        var app = await idle.EmptiedAsync(Cancel);
        var batch = await app.EnqueueAsync("2026-01-01", "2026-01-31", Cancel, "act_1");
        Assert.Equal(1, (await CliAsync(app, "retry", "latest")).ExitCode);
        await CliAsync(app, "cancel", "latest");

        var retried = await CliAsync(app, "retry", $"{batch.BatchId}"[..13]);
        Assert.Equal((0, ""), (retried.ExitCode, retried.Error));
        Assert.StartsWith($"Batch {batch.BatchId}: queued\n", retried.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_lists_the_exact_days_and_calls_and_stores_nothing()
    {
        var app = await idle.EmptiedAsync(Cancel);
        await app.EnqueueAsync("2026-01-02", "2026-01-02", Cancel, "act_1");
        var before = await CountAsync(app);

        var plan = await CliAsync(app, "sync", "2026-01-01", "2026-01-03", "--account", "act_1", "--mode", "missing", "--dry-run");
        Assert.Equal((0, ""), (plan.ExitCode, plan.Error));
        Assert.Matches(@"^Would enqueue 2 jobs and skip 1 days, with \d+( to \d+)? calls to Meta\. Nothing was enqueued\.\n", plan.Out);
        Assert.EndsWith(
            """
            account  day         would be  because it is
            act_1    2026-01-01  enqueued  missing
            act_1    2026-01-02  skipped   waiting
            act_1    2026-01-03  enqueued  missing

            """, plan.Out, StringComparison.Ordinal);

        var json = JsonNode.Parse((await CliAsync(app, "sync", "2026-01-01", "2026-01-03", "--account", "act_1", "--dry-run", "--json")).Out)!;
        Assert.Equal((2, 1), (json["jobCount"]!.GetValue<int>(), json["skipped"]!.GetValue<int>()));
        Assert.Equal(before, await CountAsync(app));
    }

    [Fact]
    public async Task What_a_range_is_asked_for_with_reaches_the_batch()
    {
        var app = await idle.EmptiedAsync(Cancel);
        var receipt = await CliAsync(
            app, "sync", "2026-01-01", "2026-01-31", "--account", "act_1", "--mode", "missing-and-failed", "--chunk-days", "7", "--priority", "low", "--stop-on-failure", "--json");
        Assert.Equal((0, ""), (receipt.ExitCode, receipt.Error));
        Assert.Equal(5, JsonNode.Parse(receipt.Out)!["jobCount"]!.GetValue<int>());

        var status = await CliAsync(app, "status", JsonNode.Parse(receipt.Out)!["batchId"]!.GetValue<string>());
        Assert.Contains("; mode missing-and-failed, low priority, 7 days a job, stops at the first failure\n", status.Out);
        Assert.Contains("  2026-01-29 to 2026-01-31  ", (await CliAsync(app, "days", "latest")).Out);
    }

    [Theory]
    [InlineData("--mode", "some")]
    [InlineData("--priority", "urgent")]
    [InlineData("--chunk-days", "91")]
    [InlineData("--chunk-days", "-1")]
    [InlineData("--account", "act_9")]
    public async Task What_the_API_does_not_allow_is_wrong_usage_and_names_the_value(string option, string value)
    {
        var app = await idle.EmptiedAsync(Cancel);
        var (exitCode, output, error) = await CliAsync(app, "sync", "2026-01-01", "2026-01-31", option, value);
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains(value, Assert.Single(error.Trim().Split('\n')));
        Assert.Equal((0L, 0L), await CountAsync(app));
    }

    [Fact]
    public async Task With_the_same_idempotency_key_the_same_command_enqueues_once()
    {
        var app = await idle.EmptiedAsync(Cancel);
        string[] sync = ["sync", "2026-01-01", "2026-01-31", "--account", "act_1", "--idempotency-key", "january"];
        Assert.Equal((0, "Enqueued 31 jobs for 2026-01-01 to 2026-01-31\n", ""), await CliAsync(app, sync));

        var again = await CliAsync(app, sync);
        Assert.Equal((0, "Enqueued 31 jobs for 2026-01-01 to 2026-01-31\n"), (again.ExitCode, again.Out));
        Assert.StartsWith("This idempotency key has come before", again.Error, StringComparison.Ordinal);
        Assert.Equal((1L, 31L), await CountAsync(app));

        sync[2] = "2026-01-30";
        var other = await CliAsync(app, sync);
        Assert.Equal((2, ""), (other.ExitCode, other.Out));
        Assert.Contains("'january'", Assert.Single(other.Error.Trim().Split('\n')));
    }

    private static async Task<(long Batches, long Days)> CountAsync(SyncApplication app) => (
        await app.ScalarAsync<long>("SELECT count(*) FROM metasync.sync_batches", Cancel), await app.ScalarAsync<long>("SELECT count(*) FROM metasync.sync_days", Cancel));

    private static Task<(int ExitCode, string Out, string Error)> CliAsync(SyncApplication app, params string[] args) =>
        WorkerCommand.RunAsync(Cancel, [.. args, "--api", app.Api.BaseAddress!.ToString()]);
}
