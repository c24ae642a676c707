using System.Text.Json.Nodes;
using MetaSync.Tests.Support;

namespace MetaSync.Tests.Cli;

[Collection(nameof(Alone))]
public sealed class DaysCommandTests(PostgresServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_calendar_proves_completeness_and_exits_with_3_when_days_are_missing_or_failed()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel);
        Assert.Equal(0, (await CliAsync(app, "sync", "2026-01-01", "2026-01-03", "--wait")).ExitCode);

        string[] january = ["days", "--account", "act_1", "--start", "2026-01-01", "--end"];
        var complete = await CliAsync(app, [.. january, "2026-01-03"]);
        Assert.Equal((0, ""), (complete.ExitCode, complete.Error));
        Assert.Equal(
            """
            account  day         state
            act_1    2026-01-01  final
            act_1    2026-01-02  final
            act_1    2026-01-03  final
            act_1: 3 of 3 days are in.

            """, complete.Out);

        var missing = await CliAsync(app, [.. january, "2026-01-04"]);
        Assert.Equal((3, ""), (missing.ExitCode, missing.Error));
        Assert.EndsWith("act_1    2026-01-04  never-fetched\nact_1: 3 of 4 days are in; 1 was never fetched.\n", missing.Out, StringComparison.Ordinal);

        await app.Simulator.FailAsync(new { action = "badbreakdown-2-1504041", day = "2026-01-04" }, Cancel);
        Assert.Equal(1, (await CliAsync(app, "sync", "2026-01-04", "2026-01-04", "--wait")).ExitCode);
        var failed = await CliAsync(app, [.. january, "2026-01-04", "--state", "failed"]);
        Assert.Equal((3, "account  day         state\nact_1    2026-01-04  failed\nact_1: 3 of 4 days are in; 1 failed.\n"), (failed.ExitCode, failed.Out));
        var json = JsonNode.Parse((await CliAsync(app, [.. january, "2026-01-04", "--state", "failed", "--json"])).Out)!.AsArray();
        Assert.Equal("""{"account":"act_1","day":"2026-01-04","state":"failed"}""", Assert.Single(json)!.ToJsonString());

        // Nothing to do is fine when all is in, and is a gap when a failed day was left out.
        Assert.Equal(0, (await CliAsync(app, "sync", "2026-01-01", "2026-01-03", "--mode", "missing", "--wait")).ExitCode);
        Assert.Equal(3, (await CliAsync(app, "sync", "2026-01-01", "2026-01-04", "--mode", "missing", "--wait")).ExitCode);
    }

    [Fact]
    public async Task As_json_the_calendar_is_the_data_of_the_API_and_what_it_does_not_know_is_wrong_usage()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 0, Cancel);
        const string Path = "/api/calendar?startDate=2026-01-01&endDate=2026-01-31&accounts=act_1";
        var data = JsonNode.Parse(await app.Api.GetStringAsync(Path, Cancel))!["data"]!.AsObject();
        var (exitCode, output, error) = await CliAsync(app, "days", "--account", "act_1", "--start", "2026-01-01", "--end", "2026-01-31", "--json");
        var shown = JsonNode.Parse(output)!.AsObject();
        Assert.Equal((3, "", true, true), (exitCode, error, data.Remove("asOf"), shown.Remove("asOf")));
        Assert.Equal(data.ToJsonString(), shown.ToJsonString());

        Assert.Equal(3, (await CliAsync(app, "days")).ExitCode); // the last twelve months
        Assert.Equal(2, (await CliAsync(app, "days", "--start", "yesterday")).ExitCode);
        Assert.Equal(2, (await CliAsync(app, "days", "--state", "succeeded")).ExitCode); // of a batch, not of the calendar
    }

    private static Task<(int ExitCode, string Out, string Error)> CliAsync(SyncApplication app, params string[] args) =>
        WorkerCommand.RunAsync(Cancel, [.. args, "--api", app.Api.BaseAddress!.ToString()]);
}
