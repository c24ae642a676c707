using System.Text.Json.Nodes;
using MetaSync.Tests.Support;

namespace MetaSync.Tests.Cli;

/// <summary>What the commands say of batches that stay as they are.</summary>
public sealed class StatusCommandTests(IdleApplication idle) : IClassFixture<IdleApplication>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_batch_there_is_a_line_for_each_of_the_newest()
    {
        var app = await idle.EmptiedAsync(Cancel);
        Assert.Equal((0, "", "There is no batch yet. 'sync' enqueues one.\n"), await CliAsync(app, "status"));

        var first = await app.EnqueueAsync("2026-01-01", "2026-01-31", Cancel, "act_1");
        var second = await app.EnqueueAsync("2026-01-01", "2026-01-02", Cancel, "act_2");
        var (exitCode, output, error) = await CliAsync(app, "status");
        Assert.Equal((0, ""), (exitCode, error));
        var lines = output.TrimEnd().Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Matches($@"^{Short(second)}  queued  0/2   0 %   2026-01-01 to 2026-01-02  act_2 ", lines[1]);
        Assert.Matches($@"^{Short(first)}  queued  0/31  0 %   2026-01-01 to 2026-01-31  act_1 ", lines[2]);
    }

    [Fact]
    public async Task A_batch_is_named_by_its_id_by_the_beginning_of_it_and_as_the_latest()
    {
        var app = await idle.EmptiedAsync(Cancel);
        var batch = await app.EnqueueAsync("2026-01-01", "2026-01-31", Cancel, "act_1");
        foreach (var name in new[] { $"{batch.BatchId}", Short(batch), Short(batch).ToUpperInvariant(), "latest" })
        {
            var (exitCode, output, error) = await CliAsync(app, "status", name);
            Assert.Equal((0, ""), (exitCode, error));
            Assert.StartsWith($"Batch {batch.BatchId}: queued\n2026-01-01 to 2026-01-31 of act_1, asked for ", output, StringComparison.Ordinal);
        }

        await app.EnqueueAsync("2026-02-01", "2026-02-01", Cancel, "act_1");
        var ambiguous = await CliAsync(app, "status", $"{batch.BatchId}"[..1]);
        Assert.Equal((1, ""), (ambiguous.ExitCode, ambiguous.Out));
        Assert.Contains("is the beginning of several batches", Assert.Single(ambiguous.Error.Trim().Split('\n')));

        foreach (var unknown in new[] { "ffffff", $"{Guid.Empty}" })
        {
            var (exitCode, output, error) = await CliAsync(app, "status", unknown);
            Assert.Equal((1, ""), (exitCode, output));
            Assert.Contains(unknown, Assert.Single(error.Trim().Split('\n')));
        }
    }

    [Fact]
    public async Task Json_is_one_document_and_exactly_the_data_of_the_API()
    {
        var app = await idle.EmptiedAsync(Cancel);
        var batch = await app.EnqueueAsync("2026-01-01", "2026-01-31", Cancel, "act_1");
        foreach (var (path, command) in new[]
        {
            ("/api/sync", (string[])["status", "--json"]),
            ($"/api/sync/{batch.BatchId}", ["status", "latest", "--json"]),
            ($"/api/sync/{batch.BatchId}/days", ["days", "latest", "--json"]),
            ("/api/accounts", ["accounts", "--json"]),
        })
        {
            var data = JsonNode.Parse(await app.Api.GetStringAsync(path, Cancel))!["data"]!;
            var (exitCode, output, error) = await CliAsync(app, command);
            Assert.Equal((0, "", data.ToJsonString()), (exitCode, error, JsonNode.Parse(output)!.ToJsonString()));
        }
    }

    [Fact]
    public async Task A_batch_that_has_ended_is_shown_with_its_outcome_as_the_exit_code()
    {
        var app = await idle.EmptiedAsync(Cancel);
        await app.EnqueueAsync("2026-01-01", "2026-01-02", Cancel, "act_1");
        await app.ExecuteAsync("UPDATE metasync.sync_days SET state = 'succeeded', rows = 3, finished_at = now()", Cancel);
        Assert.Equal(0, (await CliAsync(app, "status", "latest")).ExitCode);

        await app.ExecuteAsync("UPDATE metasync.sync_days SET state = 'failed', error_code = 100, error_message = E'A bad\\n\\x1b[31mfield', error_remedy = 'Drop it.' WHERE day = '2026-01-02'", Cancel);
        var failed = await CliAsync(app, "status", "latest");
        Assert.Equal((1, ""), (failed.ExitCode, failed.Error));
        Assert.Contains("2 of 2 days are done (100 %): 1 succeeded, 1 failed; 6 rows", failed.Out);

        var days = await CliAsync(app, "days", "latest", "--state", "failed");
        Assert.Equal(1, days.ExitCode);
        Assert.EndsWith("(100) A bad [31mfield Drop it.\n", days.Out, StringComparison.Ordinal); // what would steer a terminal is gone
        Assert.Equal(2, days.Out.TrimEnd().Split('\n').Length);
        Assert.Equal("2026-01-02", Assert.Single(JsonNode.Parse((await CliAsync(app, "days", "latest", "--state", "failed", "--json")).Out)!.AsArray())!["day"]!.GetValue<string>());

        var unknown = await CliAsync(app, "days", "latest", "--state", "broken");
        Assert.Equal((2, "", "--state is 'broken', and has to be one of queued, running, waiting, paused, succeeded, failed, cancelled.\n"), unknown);
        Assert.Equal(2, (await CliAsync(app, "days", "latest", "--account", "act_1")).ExitCode);
    }

    [Fact]
    public async Task Cancelled_from_the_command_line_a_batch_is_shown_as_it_stands_and_watching_it_exits_with_5()
    {
        var app = await idle.EmptiedAsync(Cancel);
        await app.EnqueueAsync("2026-01-01", "2026-01-31", Cancel, "act_1");
        var cancelled = await CliAsync(app, "cancel", "latest"); // without a terminal nobody is asked
        Assert.Equal((0, ""), (cancelled.ExitCode, cancelled.Error));
        Assert.Contains("31 of 31 days are done (100 %): 31 cancelled; 0 rows", cancelled.Out);

        var watched = await CliAsync(app, "status", "--watch");
        Assert.Equal((5, ""), (watched.ExitCode, watched.Out));
        Assert.Contains("31 were cancelled. 'retry ", watched.Error);
    }

    [Fact]
    public async Task On_a_terminal_many_days_are_not_cancelled_before_somebody_said_yes()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "script, which makes a terminal, is not installed.");
        var app = await idle.EmptiedAsync(Cancel);
        await app.EnqueueAsync("2026-01-01", "2026-01-31", Cancel, "act_1");
        string[] cancel = ["cancel", "latest", "--api", Address(app)];
        var none = new Dictionary<string, string>();

        var refused = await WorkerCommand.RunAtATerminalAsync("n", none, Cancel, cancel);
        Assert.Equal(5, refused.ExitCode);
        Assert.Contains("Cancel 31 days of the batch ", refused.Screen);
        Assert.Equal(31, await UnfinishedAsync(app));

        Assert.Equal(0, (await WorkerCommand.RunAtATerminalAsync("y", none, Cancel, cancel)).ExitCode);
        Assert.Equal(0, await UnfinishedAsync(app));

        await app.EnqueueAsync("2026-02-01", "2026-02-28", Cancel, "act_1");
        var unasked = await WorkerCommand.RunAtATerminalAsync("", none, Cancel, [.. cancel, "--yes"]);
        Assert.Equal(0, unasked.ExitCode);
        Assert.DoesNotContain("[y/N]", unasked.Screen);
        Assert.Equal(0, await UnfinishedAsync(app));
    }

    [Fact]
    public async Task The_address_comes_from_the_environment_too_and_the_option_wins()
    {
        var app = await idle.EmptiedAsync(Cancel);
        var elsewhere = new Dictionary<string, string> { ["METASYNC_API"] = Address(app) };
        Assert.Equal(0, (await WorkerCommand.RunAsync(elsewhere, Cancel, "accounts")).ExitCode);
        Assert.Equal(1, (await WorkerCommand.RunAsync(elsewhere, Cancel, "accounts", "--api", "http://localhost:1")).ExitCode);

        var wrong = await WorkerCommand.RunAsync(new Dictionary<string, string> { ["METASYNC_API"] = "localhost" }, Cancel, "accounts");
        Assert.Equal((2, "", "METASYNC_API is 'localhost', and has to be an address such as http://localhost:5080.\n"), wrong);
    }

    [Fact]
    public async Task A_key_that_can_be_none_is_not_sent_and_not_shown()
    {
        var app = await idle.EmptiedAsync(Cancel);
        var refused = await WorkerCommand.RunAsync(new Dictionary<string, string> { ["METASYNC_API_KEY"] = "msk_se\ncret" }, Cancel, "accounts", "--api", Address(app));
        Assert.Equal((4, ""), (refused.ExitCode, refused.Out));
        Assert.StartsWith("METASYNC_API_KEY is not a key", Assert.Single(refused.Error.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.DoesNotContain("cret", refused.Error);
    }

    private static string Address(SyncApplication app) => app.Api.BaseAddress!.ToString();

    private static string Short(Receipt batch) => $"{batch.BatchId}"[..13];

    private static Task<long> UnfinishedAsync(SyncApplication app) => app.ScalarAsync<long>("SELECT count(*) FROM metasync.sync_days WHERE finished_at IS NULL", Cancel);

    private static Task<(int ExitCode, string Out, string Error)> CliAsync(SyncApplication app, params string[] args) =>
        WorkerCommand.RunAsync(Cancel, [.. args, "--api", Address(app)]);
}
