using System.Globalization;
using System.Text.Json.Nodes;

namespace MetaSync.Tests.MetaSimulator;

public sealed class BreakdownTests
{
    private const string Numbers = "fields=ad_id,impressions,clicks,spend,reach,actions,action_values&action_attribution_windows=1d_click,7d_click,28d_click,1d_view,1d_ev";

    private static readonly string[] Additive = ["impressions", "clicks", "spend"];

    [Theory]
    [InlineData("age", 3)]
    [InlineData("gender", 2)]
    [InlineData("age,gender", 8)]
    [InlineData("country", 1)]
    [InlineData("region", 2)]
    [InlineData("publisher_platform", 2)]
    [InlineData("platform_position,publisher_platform", 6)]
    [InlineData("[\"publisher_platform\",\"impression_device\"]", 4)]
    [InlineData("publisher_platform,device_platform", 3)]
    [InlineData("hourly_stats_aggregated_by_advertiser_time_zone", 10)]
    public async Task Cells_add_up_exactly_to_the_ads_additive_metrics(string breakdowns, int cellsPerAd)
    {
        await using var sim = await SimulatorServer.Start();
        // The second is today in Los Angeles, and still growing.
        foreach (var day in (string[])["2026-05-01", "2026-06-15"])
        {
            var whole = await Rows(sim, $"account=act_1&day={day}&level=ad&{Numbers}");
            var cells = await Rows(sim, $"account=act_1&day={day}&level=ad&{Numbers}&breakdowns={breakdowns}");
            Assert.True(day == "2026-06-15" || cells.Count >= cellsPerAd * whole.Count);
            Assert.Equal(whole.Select(Id), cells.Select(Id).Distinct());
            foreach (var ad in cells.GroupBy(Id))
                Assert.Equal(Sums(whole.Where(row => Id(row) == ad.Key)), Sums(ad));
        }
    }

    [Fact]
    public async Task Reach_of_cells_does_not_add_up()
    {
        await using var sim = await SimulatorServer.Start();
        var whole = await Rows(sim, $"account=act_1&day=2026-05-01&level=ad&{Numbers}");
        var cells = await Rows(sim, $"account=act_1&day=2026-05-01&level=ad&{Numbers}&breakdowns=age,gender");
        Assert.True(cells.Sum(row => Number(row["reach"])) > whole.Sum(row => Number(row["reach"])));
        Assert.All(cells, row => Assert.InRange(Number(row["reach"]), 1, Number(row["impressions"])));
    }

    [Fact]
    public async Task Keys_come_back_in_the_rows_and_each_cell_is_one_row()
    {
        await using var sim = await SimulatorServer.Start();
        var path = $"/v25.0/act_1/insights?level=ad&time_increment=1&limit=50&breakdowns=gender,age&{Numbers}&{SimulatorServer.Range("2026-05-01", "2026-05-01")}";
        var pages = await sim.AllPages(path);
        Assert.Equal(await sim.Truth($"account=act_1&day=2026-05-01&level=ad&breakdowns=age,gender&{Numbers}"), pages);
        var keys = pages.Select(row => JsonNode.Parse(row)!).Select(row => $"{row["ad_id"]} {row["age"]!.GetValue<string>()} {row["gender"]!.GetValue<string>()}").ToArray();
        Assert.Equal(keys.Distinct(), keys);
    }

    [Fact]
    public async Task An_ad_delivers_in_one_to_four_countries_which_stay_the_same()
    {
        await using var sim = await SimulatorServer.Start("--Simulator:AdsPerAccount=200");
        var rows = await Rows(sim, "account=act_1&day=2026-05-01&until=2026-05-20&level=ad&fields=ad_id&breakdowns=country");
        var countries = rows.GroupBy(Id).Select(ad => ad.Select(row => $"{row["country"]}").Distinct().Count()).ToArray();
        Assert.Equal([1, 2, 3, 4], countries.Distinct().Order());
        Assert.Equal(12, rows.Select(row => $"{row["country"]}").Distinct().Count());
    }

    [Fact]
    public async Task Hours_to_come_have_no_rows_and_hours_of_several_days_are_added_up()
    {
        await using var sim = await SimulatorServer.Start();
        const string Hourly = "level=account&fields=impressions&breakdowns=hourly_stats_aggregated_by_advertiser_time_zone";
        // Noon UTC is 5 in the morning in Los Angeles.
        var today = await Rows(sim, "account=act_1&day=2026-06-15&" + Hourly);
        Assert.Equal(
            ["00:00:00 - 00:59:59", "01:00:00 - 01:59:59", "02:00:00 - 02:59:59", "03:00:00 - 03:59:59", "04:00:00 - 04:59:59"],
            today.Select(row => row["hourly_stats_aggregated_by_advertiser_time_zone"]!.GetValue<string>()));
        Assert.Equal(24, (await sim.Get($"/v25.0/act_1/insights?{Hourly}&{SimulatorServer.Range("2026-05-01", "2026-05-03")}")).Rows.Count());
    }

    [Fact]
    public async Task Some_hourly_rows_can_lack_their_hour()
    {
        await using var sim = await SimulatorServer.Start("--Simulator:MissingBreakdownKeyShare=0.2");
        const string Key = "hourly_stats_aggregated_by_advertiser_time_zone";
        var rows = await Rows(sim, "account=act_1&day=2026-05-01&level=ad&fields=ad_id&breakdowns=" + Key);
        Assert.InRange(rows.Count(row => row[Key] is null), rows.Count / 10, rows.Count / 3);
        Assert.DoesNotContain(await Rows(sim, "account=act_1&day=2026-05-01&level=ad&fields=ad_id&breakdowns=age"), row => row["age"] is null);
    }

    [Theory]
    [InlineData("age,country")]
    [InlineData("platform_position")]
    [InlineData("age,age")]
    [InlineData("hourly_stats_aggregated_by_advertiser_time_zone,age")]
    [InlineData("shoe_size")]
    public async Task Any_other_combination_is_2_1504041_and_named(string breakdowns)
    {
        await using var sim = await SimulatorServer.Start();
        var answer = await sim.Page("2026-05-01", "breakdowns=" + breakdowns);
        Assert.Equal((2, 1504041), answer.Error);
        Assert.Contains(breakdowns.Replace(",", ", ", StringComparison.Ordinal), answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_has_breakdowns_too()
    {
        await using var sim = await SimulatorServer.Start();
        var run = await sim.Submit(parameters: "breakdowns=country");
        await sim.Elapse("01:00:00");
        Assert.Equal(
            await sim.Truth("account=act_1&day=2026-05-01&level=ad&breakdowns=country"),
            await sim.AllPages($"/v25.0/{run}/insights?limit=30"));
        Assert.Equal("country", $"{(await sim.Control(HttpMethod.Get, "runs"))["data"]![0]!["breakdowns"]}");
    }

    private static async Task<List<JsonObject>> Rows(SimulatorServer sim, string parameters) =>
        [.. (await sim.Truth(parameters)).Select(row => JsonNode.Parse(row)!.AsObject())];

    private static string Id(JsonObject row) => row["ad_id"]!.GetValue<string>();

    private static decimal Number(JsonNode? value) =>
        value is null ? 0 : decimal.Parse(value.GetValue<string>(), CultureInfo.InvariantCulture);

    // Of every metric, action type and attribution window.
    private static SortedDictionary<string, decimal> Sums(IEnumerable<JsonObject> rows)
    {
        var sums = new SortedDictionary<string, decimal>();
        foreach (var row in rows)
        {
            foreach (var name in Additive)
                sums[name] = sums.GetValueOrDefault(name) + Number(row[name]);
            foreach (var list in (string[])["actions", "action_values"])
            {
                foreach (var (type, window, value) in (row[list]?.AsArray() ?? []).SelectMany(action => action!.AsObject()
                    .Where(pair => pair.Key != "action_type").Select(pair => (action["action_type"], pair.Key, pair.Value))))
                {
                    sums[$"{list} {type} {window}"] = sums.GetValueOrDefault($"{list} {type} {window}") + Number(value);
                }
            }
        }

        return sums;
    }
}
