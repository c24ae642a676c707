using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MetaSync.Tests.Browser;

[Collection(nameof(Pages))]
public sealed partial class NumbersTests(PageApplication page)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_charts_say_what_they_show_and_their_table_has_every_day()
    {
        await using var viewer = await page.OpenAsync(Cancel, scene: Scenes.Named("stored"));

        foreach (var name in new[] { "Spend in USD", "Impressions", "Clicks", "Results: purchase" })
            await Expect(viewer.Page.GetByRole(AriaRole.Img, new() { NameRegex = new($"^{name} per day") })).ToBeVisibleAsync();
        await viewer.Page.GetByLabel("Results are").SelectOptionAsync("link_click");
        await Expect(viewer.Page.GetByRole(AriaRole.Img, new() { NameRegex = new("^Results: link_click per day") })).ToBeVisibleAsync();
        await viewer.Page.GetByText("The same as a table").ClickAsync();

        var table = viewer.Page.GetByRole(AriaRole.Region, new() { Name = "Table of the numbers per day" }).GetByRole(AriaRole.Table);
        var rows = (int)await page.Still.ScalarAsync<long>("SELECT count(*) FROM metasync.insights_days", Cancel);
        await Expect(table.GetByRole(AriaRole.Row)).ToHaveCountAsync(rows + 1);
        await Expect(table).ToContainTextAsync("provisional");
    }

    [Fact]
    public async Task The_downloads_have_the_pages_own_filter()
    {
        await using var viewer = await page.OpenAsync(Cancel, "/?period=days&from=2026-01-01&to=2026-01-31&find=act_1", scene: Scenes.Named("stored"));
        await Expect(viewer.Page.GetByLabel("The same through the API")).ToHaveValueAsync(Filtered());

        var download = await viewer.Page.RunAndWaitForDownloadAsync(() => viewer.Page.GetByRole(AriaRole.Link, new() { Name = "Download CSV" }).ClickAsync());

        Assert.Matches("\\.csv$", download.SuggestedFilename);
    }

    [GeneratedRegex(@"/api/insights\?startDate=2026-01-01&endDate=2026-01-31&accounts=act_1&report=ad&format=ndjson$")]
    private static partial Regex Filtered();
}
