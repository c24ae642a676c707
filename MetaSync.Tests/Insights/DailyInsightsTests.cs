using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MetaSync.Tests.Calendar;
using MetaSync.Tests.Support;

namespace MetaSync.Tests.Insights;

public sealed class DailyInsightsTests(IdleApplication application) : IClassFixture<IdleApplication>
{
    private const string Later = "2026-06-01T12:00Z";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Days_add_up_over_ads_and_accounts_and_never_over_two_currencies()
    {
        var app = await WithRowsAsync();

        var daily = await DailyAsync(app, "");

        Assert.Equal(["EUR", "USD"], daily["currencies"]!.AsArray().Select(currency => currency!.GetValue<string>()));
        Assert.Equal(
            [
                "2026-01-01 EUR 3.75 200 20 3.0 false", // two ads, both with purchases
                "2026-01-01 USD 5.00 100 10 0 false",
                "2026-01-02 EUR 0 0 0 0 true", // in, and nothing was delivered
                "2026-01-04 EUR 1.00 100 10 0 false", // the third is not in
            ],
            Lines(daily));
    }

    [Fact]
    public async Task Results_are_the_action_that_was_asked_for_or_else_the_most_valuable_that_there_is()
    {
        var app = await WithRowsAsync();

        var daily = await DailyAsync(app, "");
        Assert.Equal("purchase", daily["action"]!.GetValue<string>());
        Assert.Equal(["link_click 57", "purchase 3.0", "lead 1"], daily["actions"]!.AsArray().Select(action => $"{action!["action"]} {action["count"]}"));

        Assert.Equal(["50", "7", "0", "0"], (await DailyAsync(app, "&action=link_click"))["days"]!.AsArray().Select(day => day!["results"]!.ToJsonString()));
        Assert.Equal("lead", (await DailyAsync(app, "&accounts=act_2"))["action"]!.GetValue<string>());

        var none = await DailyAsync(app, "&startDate=2026-01-02&accounts=act_2");
        Assert.Null(none["action"]);
        Assert.Empty(none["days"]!.AsArray());
    }

    private async Task<SyncApplication> WithRowsAsync()
    {
        var app = await application.WithoutDaysAsync(Cancel);
        await app.StoreAsync("2026-01-01", 2, Later);
        await app.StoreAsync("2026-01-01", 1, Later, "act_2");
        await app.StoreAsync("2026-01-02", 0, "2026-01-03T12:00Z");
        await app.StoreAsync("2026-01-04", 1, Later);
        await app.RowAsync("act_1", "2026-01-01", "3", 1.25m, """{"actions":[{"action_type":"purchase","value":"1"},{"action_type":"link_click","value":"50"}]}""");
        await app.RowAsync("act_1", "2026-01-01", "4", 2.50m, """{"actions":[{"action_type":"purchase","value":"2.0"},{"action_type":"purchase","value":"?"},7]}""");
        await app.RowAsync("act_2", "2026-01-01", "3", 5.00m, """{"actions":[{"action_type":"lead","value":"1"},{"action_type":"link_click","value":"7"}]}""");
        await app.RowAsync("act_1", "2026-01-04", "3", 1.00m, """{"account_currency":"EUR"}""");
        return app;
    }

    private static async Task<JsonNode> DailyAsync(SyncApplication app, string query) => (await app.Api.GetFromJsonAsync<JsonNode>(
        "/api/insights/daily?endDate=2026-01-31" + (query.Contains("startDate") ? query : "&startDate=2026-01-01" + query), Cancel))!["data"]!;

    private static IEnumerable<string> Lines(JsonNode daily) => daily["days"]!.AsArray().Select(day =>
        $"{day!["day"]} {day["currency"]} {day["spend"]!.ToJsonString()} {day["impressions"]} {day["clicks"]} {day["results"]!.ToJsonString()} {day["provisional"]!.ToJsonString()}");
}
