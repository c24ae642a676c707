using System.Text.Json.Nodes;

namespace MetaSync.Tests.MetaSimulator;

public sealed class SizeTests
{
    private const string Country = "level=ad&time_increment=1&fields=ad_id&breakdowns=country&";

    private static readonly string Day = SimulatorServer.Range("2026-05-01", "2026-05-01");

    [Fact]
    public async Task A_day_of_60_000_ads_passes_synchronously_unless_it_is_broken_down()
    {
        await using var sim = await SimulatorServer.Start("--Simulator:AdsPerAccount=60000");
        Assert.Equal(5000, (await sim.Page("2026-05-01", "fields=ad_id&limit=5000")).Rows.Count());
        var refused = await sim.Page("2026-05-01", "fields=ad_id&breakdowns=country&limit=25");
        Assert.Equal((400, 100, 1487534), (refused.Status, refused.Error.Code, refused.Error.Subcode));
        Assert.Equal("Too many rows", $"{refused.Json["error"]!["error_user_title"]}");
        Assert.Equal((100, null), (await sim.Page("2026-05-01", "fields=ad_id&breakdowns=country&limit=0")).Error);
        Assert.Equal((100, 1487534), (await sim.Page("2026-05-01", "fields=ad_id&breakdowns=country&limit=9999")).Error);

        var run = await sim.Submit(parameters: "breakdowns=country");
        await sim.Elapse("10:00:00");
        var status = (await sim.Get("/v25.0/" + run)).Json;
        Assert.Equal("Job Failed -3 1504045", $"{status["async_status"]} {status["error_code"]} {status["error_subcode"]}");
    }

    [Fact]
    public async Task Runs_by_campaign_pass_where_one_run_is_too_large()
    {
        await using var sim = await SimulatorServer.Start("--Simulator:AdsPerAccount=60000");
        var campaigns = (await sim.Truth("account=act_1&day=2026-05-01&level=campaign&fields=campaign_id"))
            .Select(row => JsonNode.Parse(row)!["campaign_id"]!.GetValue<string>()).ToArray();
        foreach (var campaign in campaigns)
            await sim.Submit(parameters: $$"""breakdowns=country&filtering=[{"field":"campaign.id","operator":"IN","value":["{{campaign}}"]}]""");
        await sim.Elapse("10:00:00");
        var runs = (await sim.Control(HttpMethod.Get, "runs"))["data"]!.AsArray();
        Assert.Equal(40, runs.Count);
        Assert.All(runs, run => Assert.Equal("Job Completed", $"{run!["status"]}"));
        Assert.NotEmpty((await sim.Get($"/v25.0/{runs[39]!["id"]}/insights?limit=1000")).Rows);
    }

    [Fact]
    public async Task Sizes_have_names_and_numbers_win()
    {
        async Task Has(SimulatorServer sim, string account, int ads)
        {
            // More than half of the ads run on a day, and all of them in six weeks.
            var until = ads < 1_000 ? "2026-06-14" : "2026-05-01";
            var rows = await sim.Truth($"account={account}&day=2026-05-01&until={until}&level=ad&fields=ad_id");
            Assert.InRange(rows.DistinctBy(row => $"{JsonNode.Parse(row)!["ad_id"]}").Count(), ads < 1_000 ? ads : (ads / 2) + 1, ads);
        }

        await using var sim = await SimulatorServer.Start(
            "--Simulator:Size=big", "--Simulator:Accounts:0:Id=1", "--Simulator:Accounts:1:Id=2", "--Simulator:Accounts:1:Size=normal",
            "--Simulator:Accounts:2:Id=3", "--Simulator:Accounts:2:Size=monster", "--Simulator:Accounts:2:Ads=9");
        await Has(sim, "act_1", 5_000);
        await Has(sim, "act_2", 200);
        await Has(sim, "act_3", 9);
        await sim.Control(HttpMethod.Post, "reset", new { size = "monster" });
        await Has(sim, "act_1", 60_000);
        await Has(sim, "act_2", 200);
        await sim.Control(HttpMethod.Post, "reset", new { size = "tiny", adsPerAccount = 1_000 });
        await Has(sim, "act_1", 1_000);
        await Has(sim, "act_2", 200);
        await sim.Control(HttpMethod.Post, "reset", new { size = "tiny" });
        await Has(sim, "act_1", 5);
    }

    [Theory]
    [InlineData("Size=huge")]
    [InlineData("Size=7")]
    [InlineData("Accounts:0:Size=huge")]
    [InlineData("Sise=tiny")]
    public async Task A_size_without_a_meaning_stops_the_start(string setting)
    {
        var start = await Record.ExceptionAsync(() => SimulatorServer.Start("--Simulator:Accounts:0:Id=1", "--Simulator:" + setting));
        Assert.NotNull(start);
    }

    [Theory]
    [InlineData("""{"size":"huge"}""")]
    [InlineData("""{"size":7}""")]
    [InlineData("""{"accounts":[{"id":"1","size":"huge"}]}""")]
    public async Task A_reset_to_a_size_without_a_meaning_is_refused(string body)
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Control(HttpMethod.Post, "reset", JsonNode.Parse(body), status: 400);
    }

    [Fact]
    public async Task The_number_of_rows_and_not_the_limit_decides()
    {
        await using var sim = await SimulatorServer.Start();
        var rows = (await sim.Truth("account=act_1&day=2026-05-01&level=ad")).Count;
        await sim.Control(HttpMethod.Post, "reset", new { maximumSyncRows = rows, maximumRunRows = rows });
        Assert.Equal(200, (await sim.Page("2026-05-01", "limit=1")).Status);
        await sim.Submit();
        await sim.Control(HttpMethod.Post, "reset", new { maximumSyncRows = rows - 1, maximumRunRows = rows - 1 });
        Assert.Equal((100, 1487534), (await sim.Page("2026-05-01", "limit=1")).Error);
        await sim.Submit();
        await sim.Elapse("01:00:00");
        Assert.Equal("Job Failed 40", string.Join(' ', (await sim.Control(HttpMethod.Get, "runs"))["data"]!.AsArray().Select(run => $"{run!["status"]} {run["percent"]}")));
    }

    [Fact]
    public async Task A_page_with_breakdowns_has_at_most_1000_rows()
    {
        await using var sim = await SimulatorServer.Start("--Simulator:AdsPerAccount=1000");
        var page = await sim.Get($"/v25.0/act_1/insights?{Country}{Day}&limit=1001");
        Assert.Equal((500, 1, null), (page.Status, page.Error.Code, page.Error.Subcode));
        Assert.StartsWith("Please reduce the amount of data", page.Message, StringComparison.Ordinal);
        var first = await sim.Get($"/v25.0/act_1/insights?{Country}{Day}&limit=1000");
        Assert.Equal(1000, first.Rows.Count());

        // What is left is less than that, whatever the limit is.
        var after = $"{first.Json["paging"]!["cursors"]!["after"]}";
        Assert.InRange((await sim.Get($"/v25.0/act_1/insights?{Country}{Day}&limit=1001&after={after}")).Rows.Count(), 1, 1000);

        var run = await sim.Submit(parameters: "breakdowns=country");
        await sim.Elapse("01:00:00");
        Assert.Equal((1, null), (await sim.Get($"/v25.0/{run}/insights?limit=1001")).Error);
        Assert.Equal(1000, (await sim.Get($"/v25.0/{run}/insights?limit=1000")).Rows.Count());
    }
}
