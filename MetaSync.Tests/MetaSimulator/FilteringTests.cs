using System.Text.Json;
using System.Text.Json.Nodes;

namespace MetaSync.Tests.MetaSimulator;

public sealed class FilteringTests
{
    private const string Day = "account=act_1&day=2026-05-01&fields=campaign_id,adset_id,ad_id,impressions";

    [Theory]
    [InlineData("campaign")]
    [InlineData("adset")]
    [InlineData("ad")]
    public async Task Entities_can_be_filtered_by_their_ids(string level)
    {
        await using var sim = await SimulatorServer.Start();
        var all = await Rows(sim, Day + "&level=ad");
        var ids = all.Select(row => $"{row[level + "_id"]}").Distinct().Where((_, i) => i % 2 == 1).Append("999").Reverse().ToArray();
        var expected = all.Where(row => ids.Contains($"{row[level + "_id"]}")).Select(row => row.ToJsonString());
        Assert.Equal(expected, await sim.Truth(Day + "&level=ad&" + Filter(level + ".id", "IN", ids)));
        Assert.Equal(
            all.Where(row => $"{row[level + "_id"]}" == ids[1]).Select(row => row.ToJsonString()),
            await sim.Truth(Day + "&level=ad&" + Filter(level + ".id", "EQUAL", ids[1])));
    }

    [Fact]
    public async Task Splits_by_campaign_have_every_row_once_also_of_cells_and_pages()
    {
        await using var sim = await SimulatorServer.Start();
        var campaigns = (await Rows(sim, Day + "&level=campaign")).Select(row => $"{row["campaign_id"]}");
        var parts = new List<string>();
        foreach (var campaign in campaigns)
        {
            parts.AddRange(await sim.AllPages(
                $"/v25.0/act_1/insights?level=ad&limit=7&breakdowns=country&time_increment=1&{SimulatorServer.Range("2026-05-01", "2026-05-02")}&{Filter("campaign.id", "IN", new[] { campaign })}"));
        }

        var whole = await sim.Truth("account=act_1&day=2026-05-01&until=2026-05-02&level=ad&breakdowns=country");
        Assert.Equal(whole.Order(), parts.Order());
    }

    [Fact]
    public async Task A_filter_by_ad_changes_what_the_levels_above_add_up_to()
    {
        await using var sim = await SimulatorServer.Start();
        var ads = await Rows(sim, Day + "&level=ad");
        var account = (await Rows(sim, Day + "&level=account&" + Filter("ad.id", "IN", new[] { $"{ads[0]["ad_id"]}", $"{ads[9]["ad_id"]}" }))).Single();
        Assert.Equal(Impressions(ads[0]) + Impressions(ads[9]), Impressions(account));
    }

    [Fact]
    public async Task Rows_can_be_filtered_by_impressions()
    {
        await using var sim = await SimulatorServer.Start();
        var all = await Rows(sim, Day + "&level=ad");
        Assert.Equal(
            all.Where(row => Impressions(row) > 1000).Select(row => row.ToJsonString()),
            await sim.Truth(Day + "&level=ad&" + Filter("impressions", "GREATER_THAN", 1000)));
    }

    [Theory]
    [InlineData("""[{"field":"campaign.name","operator":"CONTAIN","value":"a"}]""")]
    [InlineData("""[{"field":"campaign.id","operator":"IN","value":"1"}]""")]
    [InlineData("""[{"field":"campaign.id","operator":"EQUAL","value":["1"]}]""")]
    [InlineData("""[{"field":"ad.id","operator":"IN","value":["one"]}]""")]
    [InlineData("""[{"field":"impressions","operator":"LESS_THAN","value":1}]""")]
    [InlineData("""[{"field":"impressions","operator":"GREATER_THAN"}]""")]
    [InlineData("""{"field":"impressions"}""")]
    [InlineData("impressions>1")]
    public async Task Any_other_filter_is_refused(string filtering)
    {
        await using var sim = await SimulatorServer.Start();
        var answer = await sim.Page("2026-05-01", "filtering=" + Uri.EscapeDataString(filtering));
        Assert.Equal((100, null), answer.Error);
        Assert.StartsWith("(#100) filtering is invalid", answer.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("campaign")]
    [InlineData("adset")]
    [InlineData("ad")]
    public async Task Parts_of_an_account_have_insights_of_their_own(string level)
    {
        await using var sim = await SimulatorServer.Start();
        var id = $"{(await Rows(sim, Day + "&level=" + level))[1][level + "_id"]}";
        var edge = $"/v25.0/{id}/insights?time_increment=1&{SimulatorServer.Range("2026-05-01", "2026-05-01")}";
        Assert.Equal(await sim.Truth($"account=act_1&day=2026-05-01&level={level}&" + Filter(level + ".id", "EQUAL", id)), (await sim.Get(edge)).Rows);
        Assert.Equal(await sim.Truth("account=act_1&day=2026-05-01&level=ad&" + Filter(level + ".id", "EQUAL", id)), (await sim.Get(edge + "&level=ad")).Rows);
        Assert.Equal((100, null), (await sim.Get(edge + "&level=account")).Error);
        Assert.Equal(200, (await sim.Send(HttpMethod.Post, edge, "simulator")).Status);
        Assert.All(await sim.Journal(), call => Assert.Equal("act_1", $"{call!["account"]}"));
    }

    [Fact]
    public async Task The_journal_tells_of_breakdowns_and_filters()
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Page("2026-05-01", "breakdowns=age&" + Filter("impressions", "GREATER_THAN", 1));
        var call = (await sim.Journal()).Single()!;
        Assert.Equal("age", $"{call["breakdowns"]}");
        Assert.Equal("""[{"field":"impressions","operator":"GREATER_THAN","value":1}]""", call["filtering"]!.GetValue<string>());
    }

    private static string Filter(string field, string @operator, object value) =>
        "filtering=" + Uri.EscapeDataString(JsonSerializer.Serialize(new[] { new { field, @operator, value } }));

    private static async Task<List<JsonObject>> Rows(SimulatorServer sim, string parameters) =>
        [.. (await sim.Truth(parameters)).Select(row => JsonNode.Parse(row)!.AsObject())];

    private static int Impressions(JsonObject row) => int.Parse($"{row["impressions"]}", System.Globalization.CultureInfo.InvariantCulture);
}
