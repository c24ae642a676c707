using System.Text.Json.Nodes;

namespace MetaSync.Tests.MetaSimulator;

public sealed class RunOptionTests
{
    // 4 s of work and one second at 100 %.
    private static readonly string[] Exact = ["--Simulator:Async:Spread=0", "--Simulator:Async:PerRow=00:00:00"];

    [Fact]
    public async Task A_run_can_be_not_found_for_a_time_after_its_POST()
    {
        await using var sim = await SimulatorServer.Start([.. Exact, "--Simulator:Async:NotFoundFor=00:00:02"]);
        var run = await sim.Submit();
        await sim.Elapse("00:00:01.9");
        Assert.Equal((100, 33), (await sim.Get("/v25.0/" + run)).Error);
        Assert.Equal((100, 33), (await sim.Get($"/v25.0/{run}/insights")).Error);
        await sim.Elapse("00:00:00.1");
        Assert.Equal("Job Running", await Status(sim, run));
        Assert.Equal(1, (await Runs(sim))[0]!["polls"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_run_that_nobody_asks_after_is_skipped()
    {
        await using var sim = await SimulatorServer.Start([.. Exact, "--Simulator:Async:SkippedAfterIdle=00:00:03"]);
        var forsaken = await sim.Submit();
        var wanted = await sim.Submit();
        await sim.Elapse("00:00:02.2");
        Assert.Equal("Job Running", await Status(sim, wanted));
        await sim.Elapse("00:00:10");
        Assert.Equal("Job Completed", await Status(sim, wanted));

        var status = (await sim.Get("/v25.0/" + forsaken)).Json;
        Assert.Equal("Job Skipped 72 false", $"{status["async_status"]} {status["async_percent_completion"]} {status["is_running"]!.ToJsonString()}");
        Assert.Equal(1781524803, status["time_completed"]!.GetValue<long>());
        Assert.Equal((2601, 1815107), (await sim.Get($"/v25.0/{forsaken}/insights")).Error);
        var runs = await Runs(sim);
        Assert.Equal("Job Skipped", $"{runs[0]!["status"]}");
        Assert.Equal([TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(5)], runs.Select(run => Duration(run!)));
    }

    [Fact]
    public async Task A_poll_puts_off_being_skipped_and_undoes_it_never()
    {
        await using var sim = await SimulatorServer.Start("--Simulator:Async:SkippedAfterIdle=00:10:00");
        await sim.Fault(new { action = "run-stuck", percent = 40 });
        var run = await sim.Submit();
        for (var i = 0; i < 5; i++)
        {
            await sim.Elapse("00:09:00");
            Assert.Equal("Job Running", await Status(sim, run));
        }

        await sim.Elapse("00:10:00");
        Assert.Equal("Job Skipped", await Status(sim, run));
        Assert.Equal("Job Skipped", await Status(sim, run));
        Assert.Equal(TimeSpan.FromMinutes(55), Duration((await Runs(sim))[0]!));
    }

    [Fact]
    public async Task A_run_that_was_skipped_does_not_say_how_it_would_have_failed()
    {
        await using var sim = await SimulatorServer.Start([.. Exact, "--Simulator:Async:SkippedAfterIdle=00:00:02"]);
        await sim.Fault(new { action = "run-failed", percent = 90 });
        var run = await sim.Submit();
        await sim.Elapse("00:01:00");
        var status = (await sim.Get("/v25.0/" + run)).Json;
        Assert.Equal("Job Skipped", $"{status["async_status"]}");
        Assert.Null(status["error_code"]);
    }

    [Fact]
    public async Task A_run_takes_longer_for_each_other_live_run_of_the_app()
    {
        await using var sim = await SimulatorServer.Start([.. Exact, "--Simulator:Async:PerLiveRun=0.5", "--Simulator:Async:AtHundred=00:00:00"]);
        await sim.Submit();
        await sim.Submit(account: "act_2");
        await sim.Submit();
        await sim.Elapse("00:00:07");
        await sim.Submit();
        Assert.Equal([4, 6, 8, 6], (await Runs(sim)).Select(run => Duration(run!).TotalSeconds));
    }

    [Theory]
    [InlineData("""{"skippedAfterIdle":"00:00:00"}""")]
    [InlineData("""{"perLiveRun":-1}""")]
    [InlineData("""{"notFoundFor":2}""")]
    public async Task Options_that_make_no_sense_are_refused(string options)
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Control(HttpMethod.Post, "reset", new JsonObject { ["async"] = JsonNode.Parse(options) }, status: 400);
    }

    private static async Task<string> Status(SimulatorServer sim, string run) => $"{(await sim.Get("/v25.0/" + run)).Json["async_status"]}";

    private static async Task<JsonArray> Runs(SimulatorServer sim) => (await sim.Control(HttpMethod.Get, "runs"))["data"]!.AsArray();

    private static TimeSpan Duration(JsonNode run) => run["ends"]!.GetValue<DateTimeOffset>() - run["submitted"]!.GetValue<DateTimeOffset>();
}
