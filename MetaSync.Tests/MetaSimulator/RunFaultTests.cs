namespace MetaSync.Tests.MetaSimulator;

public sealed class RunFaultTests
{
    [Theory]
    [InlineData("run-failed", -2, 2490547)]
    [InlineData("run-too-large", -3, 1504045)]
    public async Task A_failed_run_says_why_from_v25_on(string action, int code, int subcode)
    {
        await using var sim = await SimulatorServer.Start("--Simulator:MinimumVersion=v24.0");
        await sim.Fault(new { action, percent = 40 });
        var run = await sim.Submit();
        await sim.Elapse("01:00:00");
        var status = (await sim.Get("/v25.0/" + run)).Json;
        Assert.Equal(
            $"Job Failed 40 {code} {subcode}",
            $"{status["async_status"]} {status["async_percent_completion"]} {status["error_code"]} {status["error_subcode"]}");
        Assert.NotNull(status["error_message"]);
        Assert.NotNull(status["error_user_title"]);
        Assert.NotNull(status["error_user_msg"]);
        Assert.Null((await sim.Get("/v24.0/" + run)).Json["error_code"]);
        Assert.Equal((2601, 1815107), (await sim.Get($"/v25.0/{run}/insights")).Error);
    }

    [Theory]
    [InlineData("run-skipped", 0, "Job Skipped 0 False")]
    [InlineData("run-stuck", 0, "Job Running 0 True")]
    [InlineData("run-stuck", 73, "Job Running 73 True")]
    public async Task A_run_can_be_skipped_or_stuck(string action, int percent, string expected)
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Fault(new { action, percent });
        var run = await sim.Submit();
        await sim.Elapse("20.00:00:00");
        var status = (await sim.Get("/v25.0/" + run)).Json;
        Assert.Equal(expected, $"{status["async_status"]} {status["async_percent_completion"]} {status["is_running"]!.GetValue<bool>()}");
        Assert.Null(status["error_code"]);
    }

    [Fact]
    public async Task A_completed_run_can_be_unreadable_for_some_reads()
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Fault(new { action = "run-not-readable", times = 2 });
        var run = await sim.Submit();
        await sim.Elapse("01:00:00");
        Assert.Equal("Job Completed", $"{(await sim.Get("/v25.0/" + run)).Json["async_status"]}");
        Assert.Equal((2601, 1815107), (await sim.Get($"/v25.0/{run}/insights")).Error);
        Assert.Equal((2601, 1815107), (await sim.Get($"/v25.0/{run}/insights")).Error);
        Assert.Equal(200, (await sim.Get($"/v25.0/{run}/insights")).Status);
    }

    [Fact]
    public async Task A_run_can_be_missing_right_after_it_was_made()
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Fault(new { action = "run-missing", times = 1 });
        var run = await sim.Submit();
        Assert.Equal((100, 33), (await sim.Get("/v25.0/" + run)).Error);
        Assert.Equal(200, (await sim.Get("/v25.0/" + run)).Status);
    }

    [Theory]
    [InlineData("submit", "x...")]
    [InlineData("poll", ".x..")]
    [InlineData("read", "..x.")]
    public async Task A_rule_can_be_of_one_phase_of_runs(string phase, string expected)
    {
        await using var sim = await SimulatorServer.Start();
        var run = await sim.Submit();
        await sim.Elapse("01:00:00");
        await sim.Fault(new { action = "outage-2", phase, account = "act_1", day = "2026-05-01" });
        var range = SimulatorServer.Range("2026-05-01", "2026-05-01");
        Answer[] answers =
        [
            await sim.Send(HttpMethod.Post, "/v25.0/act_1/insights?" + range, "simulator"),
            await sim.Get("/v25.0/" + run),
            await sim.Get($"/v25.0/{run}/insights"),
            await sim.Get("/v25.0/act_1/insights?" + range),
        ];
        Assert.Equal(expected, string.Concat(answers.Select(answer => answer.Status == 200 ? '.' : 'x')));
    }

    [Fact]
    public async Task A_fault_of_runs_leaves_synchronous_queries_alone()
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Fault(new object[] { new { action = "run-failed", nth = 2 }, new { action = "run-not-readable" }, new { action = "run-missing" } });
        Assert.Equal(200, (await sim.Page("2026-05-01")).Status);
        await sim.Submit();
        await sim.Submit();
        await sim.Elapse("01:00:00");
        var runs = (await sim.Control(HttpMethod.Get, "runs"))["data"]!.AsArray();
        Assert.Equal(["Job Completed", "Job Failed"], runs.Select(run => run!["status"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("""{"action":"run-failed","phase":"poll"}""")]
    [InlineData("""{"action":"run-stuck","percent":101}""")]
    [InlineData("""{"action":"outage-2","phase":"cancel"}""")]
    public async Task A_rule_whose_phase_makes_no_sense_is_refused(string rule)
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Control(HttpMethod.Post, "faults", System.Text.Json.Nodes.JsonNode.Parse(rule), status: 400);
    }
}
