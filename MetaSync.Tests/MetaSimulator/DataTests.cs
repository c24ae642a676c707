using System.Globalization;
using System.Text.Json.Nodes;
using MetaSimulator.Data;

namespace MetaSync.Tests.MetaSimulator;

public sealed class DataTests
{
    private const string Numbers = "fields=campaign_id,adset_id,ad_id,impressions,clicks,spend,reach,unique_clicks,actions,action_values";

    [Theory]
    [InlineData("act_1")]
    [InlineData("act_3")]
    public async Task Sums_over_levels_are_exact(string account)
    {
        await using var sim = await SimulatorServer.Start();
        // 2026-06-14 is still being restated.
        foreach (var day in (string[])["2026-05-01", "2026-06-14"])
        {
            var sums = new List<(decimal, decimal, decimal, decimal, decimal)>();
            foreach (var level in (string[])["account", "campaign", "adset", "ad"])
            {
                var rows = await Truth(sim, $"account={account}&day={day}&level={level}");
                sums.Add((Sum(rows, "impressions"), Sum(rows, "clicks"), Sum(rows, "spend"), SumOf(rows, "actions"), SumOf(rows, "action_values")));
            }

            Assert.NotEqual(0, sums[0].Item5);
            Assert.Single(sums.Distinct());
        }
    }

    [Fact]
    public async Task Sums_over_days_are_exact()
    {
        await using var sim = await SimulatorServer.Start();
        var whole = await sim.Get($"/v25.0/act_1/insights?{Numbers}&{SimulatorServer.Range("2026-01-01", "2026-03-31")}");
        var months = await sim.Get($"/v25.0/act_1/insights?{Numbers}&time_increment=monthly&{SimulatorServer.Range("2026-01-01", "2026-03-31")}");
        var days = await Truth(sim, "account=act_1&day=2026-01-01&until=2026-03-31");
        var row = JsonNode.Parse(whole.Rows.Single())!.AsObject();
        Assert.Equal(3, months.Rows.Count());
        Assert.Equal(90, days.Count);
        Assert.Equal(Sum([row], "spend"), Sum(days, "spend"));
        Assert.Equal(SumOf([row], "actions"), SumOf(days, "actions"));
        Assert.Equal("2026-01-01 2026-03-31", $"{row["date_start"]} {row["date_stop"]}");
    }

    [Theory]
    [InlineData("reach", "impressions")]
    [InlineData("unique_clicks", "clicks")]
    public async Task People_do_not_add_up(string people, string of)
    {
        await using var sim = await SimulatorServer.Start();
        var account = (await Truth(sim, "account=act_1&day=2026-05-01&level=account")).Single();
        var ads = await Truth(sim, "account=act_1&day=2026-05-01&level=ad");
        Assert.InRange(Number(account[people]), ads.Max(ad => Number(ad[people])), Sum(ads, people) - 1);
        Assert.All(ads, ad => Assert.InRange(Number(ad[people]), Math.Min(1, Number(ad[of])), Number(ad[of])));

        var genders = await Truth(sim, "account=act_1&day=2026-05-01&level=account&breakdowns=gender");
        Assert.True(Sum(genders, people) > Number(account[people]));
        Assert.Equal(Number(account[of]), Sum(genders, of));
    }

    [Fact]
    public async Task A_restated_day_loses_rows()
    {
        await using var sim = await SimulatorServer.Start("--Simulator:AdsPerAccount=2000");
        var young = await sim.Truth("account=act_2&day=2026-05-01&level=ad&fields=ad_id&as_of=2026-05-02T01:00Z");
        var old = await sim.Truth("account=act_2&day=2026-05-01&level=ad&fields=ad_id&as_of=2026-06-01T01:00Z");
        Assert.Subset(young.ToHashSet(), old.ToHashSet());
        // 0.5 % of about 1,500 rows.
        Assert.InRange(young.Count - old.Count, 2, 20);
    }

    [Fact]
    public async Task Conversions_grow_until_day_28_and_then_rest()
    {
        await using var sim = await SimulatorServer.Start("--Simulator:AdsPerAccount=300");
        var purchases = new List<decimal>();
        foreach (var asOf in (string[])["2026-05-02T00:00Z", "2026-05-04T00:00Z", "2026-05-10T00:00Z", "2026-05-29T22:00Z", "2026-06-15T00:00Z"])
            purchases.Add(SumOf(await Truth(sim, $"account=act_2&day=2026-05-01&level=ad&as_of={asOf}"), "action_values"));
        Assert.Equal(purchases.Order(), purchases);
        Assert.True(purchases[0] < purchases[1] && purchases[1] < purchases[2] && purchases[2] < purchases[3]);
        Assert.Equal(purchases[3], purchases[4]);
    }

    [Fact]
    public async Task Spend_wobbles_for_72_hours_by_less_than_one_percent()
    {
        await using var sim = await SimulatorServer.Start();
        async Task<decimal> Spend(string asOf) => Sum(await Truth(sim, $"account=act_2&day=2026-05-01&level=ad&as_of={asOf}"), "impressions");
        var first = await Spend("2026-05-02T06:00Z");
        var second = await Spend("2026-05-02T07:00Z");
        Assert.NotEqual(first, second);
        Assert.InRange(first / second, 0.99m, 1.01m);
    }

    [Fact]
    public async Task Today_grows_in_steps_of_15_minutes_of_the_accounts_own_day()
    {
        await using var sim = await SimulatorServer.Start();
        async Task<decimal> Today() => Sum(await Truth(sim, "account=act_4&day=2026-06-16"), "impressions");
        // Noon UTC is midnight in Auckland.
        Assert.Equal(0, await Today());
        await sim.Control(HttpMethod.Post, "clock", new { advance = "03:05:00" });
        var early = await Today();
        await sim.Control(HttpMethod.Post, "clock", new { advance = "00:09:59" });
        Assert.Equal(early, await Today());
        await sim.Control(HttpMethod.Post, "clock", new { advance = "06:00:00" });
        Assert.InRange(await Today(), 2 * early, 5 * early);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_rows_and_another_seed_others()
    {
        await using var one = await SimulatorServer.Start();
        await using var two = await SimulatorServer.Start();
        const string Query = "account=act_5&day=2026-05-01&level=ad";
        Assert.Equal(await one.Truth(Query), await two.Truth(Query));
        await two.Control(HttpMethod.Post, "reset", new { seed = 2 });
        Assert.NotEqual(await one.Truth(Query), await two.Truth(Query));
    }

    [Fact]
    public async Task Values_are_strings_and_yen_have_no_decimals()
    {
        await using var sim = await SimulatorServer.Start();
        var rows = await Truth(sim, "account=act_3&day=2026-05-01&level=ad");
        Assert.All(rows.SelectMany(row => row).Where(field => !field.Key.StartsWith("action", StringComparison.Ordinal)),
            field => Assert.Equal(System.Text.Json.JsonValueKind.String, field.Value!.GetValueKind()));
        Assert.All(rows, row => Assert.DoesNotContain('.', row["spend"]!.GetValue<string>()));
        Assert.All(rows, row => Assert.Matches(@"^\d{15,18}$", row["ad_id"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Clicks_do_not_exceed_impressions_and_zero_is_omitted()
    {
        await using var sim = await SimulatorServer.Start("--Simulator:AdsPerAccount=500");
        var rows = await Truth(sim, "account=act_1&day=2026-05-01&level=ad");
        Assert.All(rows, row => Assert.InRange(Number(row["clicks"]), 0, Number(row["impressions"])));
        Assert.DoesNotContain(rows.SelectMany(row => row), field => field.Value is JsonValue value && value.GetValue<string>() == "0");
        Assert.Contains(rows, row => row["action_values"] is null);
    }

    [Fact]
    public async Task Every_entity_has_an_id_of_its_own_and_one_parent()
    {
        await using var sim = await SimulatorServer.Start("--Simulator:AdsPerAccount=400");
        var rows = await Truth(sim, "account=act_1&day=2026-03-01&until=2026-03-03&level=ad");
        Assert.All(rows.GroupBy(row => $"{row["ad_id"]}"), ad => Assert.Single(ad.Select(row => $"{row["adset_id"]}").Distinct()));
        Assert.All(rows.GroupBy(row => $"{row["adset_id"]}"), adSet => Assert.Single(adSet.Select(row => $"{row["campaign_id"]}").Distinct()));
        Assert.InRange(rows.Select(row => $"{row["campaign_id"]}").Distinct().Count(), 3, 40);
        Assert.Empty(rows.Select(row => $"{row["ad_id"]}").Intersect(rows.Select(row => $"{row["adset_id"]}")));
    }

    [Theory]
    [InlineData(-1, 0.55)]
    [InlineData(1, 0.80)]
    [InlineData(7, 0.95)]
    [InlineData(28, 1)]
    [InlineData(400, 1)]
    public void The_share_of_conversions_follows_the_age(double days, double share) =>
        Assert.Equal(share, Restatement.ConversionShare(days), 9);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(40, 7)]
    [InlineData(60_000, 40)]
    public void A_partition_covers_every_item_once(int items, int parts)
    {
        var partition = new Partition(items, parts);
        Assert.Equal(items, partition.First(parts));
        Assert.All(Enumerable.Range(0, parts), part => Assert.Equal(part, partition.PartOf(partition.First(part))));
        Assert.All(Enumerable.Range(1, parts - 1), part => Assert.Equal(part - 1, partition.PartOf(partition.First(part) - 1)));
    }

    private static async Task<List<JsonObject>> Truth(SimulatorServer sim, string parameters) =>
        [.. (await sim.Truth($"{parameters}&{Numbers}")).Select(row => JsonNode.Parse(row)!.AsObject())];

    private static decimal Sum(IEnumerable<JsonObject> rows, string field) => rows.Sum(row => Number(row[field]));

    private static decimal SumOf(IEnumerable<JsonObject> rows, string list) =>
        rows.SelectMany(row => row[list]?.AsArray() ?? []).Sum(action => Number(action!["value"]));

    private static decimal Number(JsonNode? value) =>
        value is null ? 0 : decimal.Parse(value.GetValue<string>(), CultureInfo.InvariantCulture);
}
