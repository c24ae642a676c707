using System.Globalization;
using System.Text.Json.Nodes;
using MetaSync.Tests.Support;
using MetaSync.Worker.Reports;

namespace MetaSync.Tests.Reports;

public sealed class ViewTests(PostgresServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_views_give_analysts_typed_columns_and_unnested_actions_that_add_up_to_Metas_own()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel, accounts: "act_2");
        var today = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture); // in Berlin it is that or one more
        await app.FinishedAsync((await app.EnqueueAsync("2026-01-01", "2026-01-07", Cancel)).BatchId, Cancel);
        await app.FinishedAsync((await app.EnqueueAsync(today, today, Cancel)).BatchId, Cancel);

        var truth = await app.Simulator.TruthAsync("act_2", "2026-01-01", "2026-01-07", Report.Default, Cancel);
        const string week = "day BETWEEN '2026-01-01' AND '2026-01-07'";
        Assert.Equal(truth.Sum(row => Number(row["spend"])), await app.ScalarAsync<decimal>($"SELECT sum(spend) FROM metasync.ad_insights WHERE {week}", Cancel));
        Assert.Equal(truth.Sum(row => Number(row["inline_link_clicks"])), await app.ScalarAsync<decimal>($"SELECT sum(inline_link_clicks) FROM metasync.ad_insights WHERE {week}", Cancel));
        Assert.Equal("EUR", await app.ScalarAsync<string>("SELECT DISTINCT currency FROM metasync.ad_insights", Cancel));
        Assert.False(await app.ScalarAsync<bool>($"SELECT bool_or(provisional) FROM metasync.ad_insights WHERE {week}", Cancel));
        Assert.True(await app.ScalarAsync<bool>($"SELECT coalesce(bool_and(provisional), true) FROM metasync.ad_insights WHERE day = '{today}'", Cancel)); // early in the day it has no rows

        Assert.Equal(Actions("actions", "link_click"), await app.ScalarAsync<decimal>($"SELECT sum(count) FROM metasync.ad_actions WHERE action_type = 'link_click' AND {week}", Cancel));
        const string purchase = "offsite_conversion.fb_pixel_purchase";
        Assert.Equal(Actions("action_values", purchase), await app.ScalarAsync<decimal>($"SELECT sum(amount) FROM metasync.ad_actions WHERE action_type = '{purchase}' AND {week}", Cancel));

        decimal Actions(string field, string type) => truth.SelectMany(row => row[field]?.AsArray() ?? []).Where(action => action!["action_type"]!.GetValue<string>() == type).Sum(action => Number(action!["value"]));
    }

    private static decimal Number(JsonNode? value) => value is null ? 0 : decimal.Parse(value.GetValue<string>(), CultureInfo.InvariantCulture);
}
