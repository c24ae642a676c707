using System.Text.Json.Nodes;

namespace MetaSync.Tests.MetaSimulator;

public sealed class RunTests
{
    // 4 s of work and one second at 100 %: not started for 0.2 s, started until 0.4 s.
    private static readonly string[] Exact = ["--Simulator:Async:Spread=0", "--Simulator:Async:PerRow=00:00:00"];

    [Fact]
    public async Task A_run_goes_from_not_started_to_completed()
    {
        await using var sim = await SimulatorServer.Start(Exact);
        var run = await sim.Submit();
        Assert.Equal("Job Not Started 0", await Status(sim, run));
        await sim.Elapse("00:00:00.3");
        Assert.Equal("Job Started 0", await Status(sim, run));
        await sim.Elapse("00:00:01.9");
        Assert.Equal("Job Running 50", await Status(sim, run));
        await sim.Elapse("00:00:02");
        Assert.Equal("Job Running 100", await Status(sim, run));
        await sim.Elapse("00:00:01");
        Assert.Equal("Job Completed 100", await Status(sim, run));
    }

    [Fact]
    public async Task The_status_has_the_times_and_days_of_the_run()
    {
        await using var sim = await SimulatorServer.Start(Exact);
        var run = await sim.Submit();
        Assert.Equal(
            $$"""{"id":"{{run}}","account_id":"1","time_ref":1781524800,"async_status":"Job Not Started","async_percent_completion":0,"is_running":true,"date_start":"2026-05-01","date_stop":"2026-05-01"}""",
            (await sim.Get("/v25.0/" + run)).Body);
        await sim.Elapse("00:00:05");
        var ended = (await sim.Get($"/v25.0/{run}?fields=time_completed,is_running")).Body;
        Assert.Equal($$"""{"id":"{{run}}","time_completed":1781524805,"is_running":false}""", ended);
        Assert.Equal((100, null), (await sim.Get($"/v25.0/{run}?fields=mood")).Error);
    }

    [Fact]
    public async Task The_results_are_the_truth_as_of_the_completion()
    {
        await using var sim = await SimulatorServer.Start();
        var run = await sim.Submit("2026-06-15", "act_2");
        await sim.Elapse("03:00:00");
        var ends = (await sim.Control(HttpMethod.Get, "runs"))["data"]![0]!["ends"]!.GetValue<string>();
        var rows = await sim.AllPages($"/v25.0/{run}/insights?limit=10");
        Assert.Equal(await sim.Truth($"account=act_2&level=ad&day=2026-06-15&as_of={Uri.EscapeDataString(ends)}"), rows);
        Assert.NotEqual(await sim.Truth("account=act_2&level=ad&day=2026-06-15"), rows);
    }

    [Theory]
    [InlineData("00:00:00")]
    [InlineData("00:00:04.2")]
    public async Task Results_cannot_be_read_before_the_run_is_completed(string after)
    {
        await using var sim = await SimulatorServer.Start(Exact);
        var run = await sim.Submit();
        await sim.Elapse(after);
        var answer = await sim.Get($"/v25.0/{run}/insights");
        Assert.Equal((2601, 1815107), answer.Error);
        Assert.True(answer.Json["error"]!["is_transient"]!.GetValue<bool>());
    }

    [Fact]
    public async Task The_parameters_can_come_as_a_form()
    {
        await using var sim = await SimulatorServer.Start();
        var answer = await sim.Post("/v25.0/act_1/insights", new Dictionary<string, string>
        {
            ["level"] = "campaign",
            ["fields"] = """["campaign_id","spend"]""",
            ["time_range"] = """{"since":"2026-05-01","until":"2026-05-01"}""",
            ["access_token"] = "simulator",
        }, token: null);
        await sim.Elapse("01:00:00");
        var rows = await sim.AllPages($"/v25.0/{answer.Json["report_run_id"]}/insights");
        Assert.Equal(await sim.Truth("account=act_1&level=campaign&day=2026-05-01&fields=campaign_id,spend"), rows);
    }

    [Theory]
    [InlineData("fields=wish_bid", 100)]
    [InlineData("time_range=yesterday", 100)]
    public async Task A_run_with_bad_parameters_is_refused_at_once(string parameter, int code)
    {
        await using var sim = await SimulatorServer.Start();
        Assert.Equal((code, null), (await sim.Send(HttpMethod.Post, "/v25.0/act_1/insights?" + parameter, "simulator")).Error);
        Assert.Empty((await sim.Control(HttpMethod.Get, "runs"))["data"]!.AsArray());
    }

    [Fact]
    public async Task A_run_expires_after_30_days()
    {
        await using var sim = await SimulatorServer.Start();
        var run = await sim.Submit();
        await sim.Elapse("29.23:00:00");
        Assert.Equal("Job Completed 100", await Status(sim, run));
        await sim.Elapse("01:00:00");
        Assert.Equal((100, 33), (await sim.Get("/v25.0/" + run)).Error);
        Assert.Equal((100, 33), (await sim.Get($"/v25.0/{run}/insights")).Error);
    }

    [Fact]
    public async Task More_rows_take_longer()
    {
        await using var sim = await SimulatorServer.Start("--Simulator:Async:Spread=0", "--Simulator:Async:PerRow=00:00:01", "--Simulator:Async:AtHundred=00:00:00");
        await sim.Submit();
        var rows = (await sim.Truth("account=act_1&level=ad&day=2026-05-01")).Count;
        Assert.Equal(TimeSpan.FromSeconds(4 + rows), Duration((await Runs(sim))[0]!));
    }

    [Fact]
    public async Task Durations_vary_and_follow_from_the_seed()
    {
        async Task<TimeSpan[]> Durations()
        {
            await using var sim = await SimulatorServer.Start();
            for (var i = 0; i < 20; i++)
                await sim.Submit();
            return [.. (await Runs(sim)).Select(run => Duration(run!))];
        }

        var durations = await Durations();
        Assert.Equal(durations, await Durations());
        Assert.True(durations.Max() > 2 * durations.Min());
    }

    [Fact]
    public async Task The_control_plane_and_the_journal_tell_of_runs()
    {
        await using var sim = await SimulatorServer.Start(Exact);
        var run = await sim.Submit(account: "act_2");
        await sim.Elapse("00:00:05");
        await sim.Get("/v25.0/" + run);
        await sim.Get($"/v25.0/{run}/insights");
        var entry = (await Runs(sim)).Single()!;
        Assert.Equal(
            $"{run} act_2 2026-05-01 ad Job Completed 100 1 1",
            $"{entry["id"]} {entry["account"]} {entry["day"]} {entry["level"]} {entry["status"]} {entry["percent"]} {entry["polls"]} {entry["reads"]}");
        Assert.Equal(TimeSpan.FromSeconds(5), Duration(entry));
        var journal = await sim.Journal("?account=act_2");
        Assert.Equal(3, journal.Count);
        Assert.All(journal, call => Assert.Equal($"{run} 2026-05-01 ad 200", $"{call!["runId"]} {call["day"]} {call["level"]} {call["status"]}"));
    }

    [Fact]
    public async Task A_reset_forgets_the_runs()
    {
        await using var sim = await SimulatorServer.Start();
        var run = await sim.Submit();
        await sim.Control(HttpMethod.Post, "reset");
        Assert.Equal((100, 33), (await sim.Get("/v25.0/" + run)).Error);
    }

    private static async Task<string> Status(SimulatorServer sim, string run)
    {
        var json = (await sim.Get("/v25.0/" + run)).Json;
        return $"{json["async_status"]} {json["async_percent_completion"]}";
    }

    private static async Task<JsonArray> Runs(SimulatorServer sim) => (await sim.Control(HttpMethod.Get, "runs"))["data"]!.AsArray();

    private static TimeSpan Duration(JsonNode run) => run["ends"]!.GetValue<DateTimeOffset>() - run["submitted"]!.GetValue<DateTimeOffset>();
}
