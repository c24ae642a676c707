using System.Text.Json.Nodes;

namespace MetaSync.Tests.MetaSimulator;

public sealed class WindowTests
{
    [Theory]
    [InlineData("", "value")]
    [InlineData("&action_attribution_windows=default", "value")]
    [InlineData("&action_attribution_windows=7d_view,28d_view", "value")]
    [InlineData("&action_attribution_windows=[\"28d_click\",\"7d_view\",\"1d_click\"]", "value,1d_click,28d_click")]
    [InlineData("&action_attribution_windows=1d_view,7d_click,1d_ev", "value,1d_view,7d_click,1d_ev")]
    public async Task Only_the_windows_that_were_asked_for_come_back(string parameter, string expected)
    {
        await using var sim = await SimulatorServer.Start();
        var edge = (await sim.Page("2026-05-01", "fields=actions&limit=500" + parameter)).Rows.ToArray();
        var windows = edge.SelectMany(row => JsonNode.Parse(row)!["actions"]?.AsArray() ?? [])
            .SelectMany(action => action!.AsObject().Select(pair => pair.Key).Where(key => key != "action_type")).Distinct();
        Assert.Equal(expected.Split(',').Order(), windows.Order());
        Assert.Equal(edge, await sim.Truth("account=act_1&level=ad&day=2026-05-01&fields=actions" + parameter));
    }

    [Fact]
    public async Task Settings_that_Meta_disregards_change_nothing()
    {
        await using var sim = await SimulatorServer.Start();
        var plain = (await sim.Page("2026-05-01", "fields=actions")).Rows;
        Assert.Equal(plain, (await sim.Page("2026-05-01", "fields=actions&use_unified_attribution_setting=false&action_report_time=conversion&action_breakdowns=action_type")).Rows);
    }

    [Fact]
    public async Task A_list_of_one_range_means_the_range()
    {
        await using var sim = await SimulatorServer.Start();
        var one = await sim.Get("/v25.0/act_1/insights?time_ranges=[{\"since\":\"2026-05-01\",\"until\":\"2026-05-02\"}]");
        Assert.Equal((await sim.Get("/v25.0/act_1/insights?" + SimulatorServer.Range("2026-05-01", "2026-05-02"))).Rows, one.Rows);
        Assert.Equal("2026-05-01", $"{(await sim.Journal())[0]!["day"]}");
    }
}
