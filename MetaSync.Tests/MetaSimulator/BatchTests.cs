using System.Text.Json.Nodes;

namespace MetaSync.Tests.MetaSimulator;

public sealed class BatchTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/v25.0/")]
    public async Task A_batch_answers_each_part_with_code_headers_and_body(string path)
    {
        await using var sim = await SimulatorServer.Start();
        var parts = (await sim.Batch(["me?fields=id", "v25.0/act_404", "act_1/insights?level=campaign&limit=2"], path: path)).Json.AsArray();
        Assert.Equal([200, 400, 200], parts.Select(part => part!["code"]!.GetValue<int>()));
        Assert.Equal("""{"id":"10160000000000001"}""", parts[0]!["body"]!.GetValue<string>());
        Assert.Equal(33, JsonNode.Parse(parts[1]!["body"]!.GetValue<string>())!["error"]!["error_subcode"]!.GetValue<int>());
        Assert.Equal(2, JsonNode.Parse(parts[2]!["body"]!.GetValue<string>())!["data"]!.AsArray().Count);
        Assert.All(parts, part => Assert.Contains(part!["headers"]!.AsArray(), header => $"{header!["name"]}" == "X-Ad-Account-Usage"));
    }

    [Fact]
    public async Task Each_part_is_charged_and_journalled_as_a_call_of_its_own()
    {
        await using var sim = await SimulatorServer.Start("--Simulator:Quota:Tier=limited");
        await sim.Batch(["act_1", "act_1?fields=name", "act_1/insights"]);
        var journal = await sim.Journal();
        Assert.Equal(["/v25.0/act_1", "/v25.0/act_1", "/v25.0/act_1/insights"], journal.Select(call => call!["path"]!.GetValue<string>()));
        Assert.All(journal, call => Assert.Equal("GET 200", $"{call!["method"]} {call["status"]}"));
        Assert.All(journal, call => Assert.True(call!["batch"]!.GetValue<bool>()));
        var score = (await sim.Control(HttpMethod.Get, "quota"))["data"]!.AsArray().Single(meter => $"{meter!["meter"]} {meter["account"]}" == "score act_1")!;
        Assert.Equal(5, score["percent"]!.GetValue<double>());
    }

    [Fact]
    public async Task Debug_token_in_a_batch_keeps_the_token_out_of_the_url()
    {
        await using var sim = await SimulatorServer.Start("--Simulator:AccessToken=s3cret-token");
        var answer = await sim.Batch(["debug_token?input_token=s3cret-token"], "s3cret-token");
        var data = JsonNode.Parse(answer.Json[0]!["body"]!.GetValue<string>())!["data"]!;
        Assert.True(data["is_valid"]!.GetValue<bool>());
        Assert.DoesNotContain("s3cret", (await sim.Journal()).ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("/v25.0/debug_token", $"{(await sim.Journal())[0]!["path"]}");
    }

    [Fact]
    public async Task A_run_can_be_made_and_polled_in_batches()
    {
        await using var sim = await SimulatorServer.Start();
        var body = "level=ad&" + SimulatorServer.Range("2026-05-01", "2026-05-01");
        var made = await sim.Post("/v25.0/", new Dictionary<string, string>
        {
            ["batch"] = new JsonArray(new JsonObject { ["method"] = "POST", ["relative_url"] = "act_1/insights", ["body"] = body }).ToJsonString(),
        });
        var run = JsonNode.Parse(made.Json[0]!["body"]!.GetValue<string>())!["report_run_id"]!.GetValue<string>();
        await sim.Elapse("01:00:00");
        var polled = JsonNode.Parse((await sim.Batch([run])).Json[0]!["body"]!.GetValue<string>())!;
        Assert.Equal("Job Completed 2026-05-01", $"{polled["async_status"]} {polled["date_start"]}");
    }

    [Fact]
    public async Task Faults_and_limits_meet_parts_one_by_one()
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Fault(new object[] { new { action = "reset", nth = 2 }, new { action = "outage-2", nth = 2 } });
        var parts = (await sim.Batch(["act_1", "act_1", "act_1", "act_1"])).Json.AsArray();
        Assert.Equal("200  400 200", string.Join(' ', parts.Select(part => $"{part?["code"]}")));
        Assert.Equal("200  400 200", string.Join(' ', (await sim.Journal()).Select(call => $"{call!["status"]}")));

        await sim.Control(HttpMethod.Post, "quota", new { fill = new { account = "act_1", meter = "score", percent = 100 } });
        Assert.Equal("400 400", string.Join(' ', (await sim.Batch(["act_1", "act_1"])).Json.AsArray().Select(part => $"{part!["code"]}")));
        Assert.True((await sim.Journal())[^1]!["whileBlocked"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[null]")]
    [InlineData("[{}]")]
    [InlineData("me")]
    [InlineData("""[{"method":"GET"}]""")]
    public async Task A_batch_that_makes_no_sense_is_refused(string batch)
    {
        await using var sim = await SimulatorServer.Start();
        Assert.Equal((100, null), (await sim.Post("/v25.0/", new Dictionary<string, string> { ["batch"] = batch })).Error);
    }

    [Fact]
    public async Task A_batch_has_at_most_50_parts()
    {
        await using var sim = await SimulatorServer.Start();
        Assert.Equal(50, (await sim.Batch([.. Enumerable.Repeat("me", 50)])).Json.AsArray().Count);
        Assert.Equal((100, null), (await sim.Batch([.. Enumerable.Repeat("me", 51)])).Error);
        Assert.Equal(190, JsonNode.Parse((await sim.Batch(["me"], "wrong")).Json[0]!["body"]!.GetValue<string>())!["error"]!["code"]!.GetValue<int>());
    }
}
