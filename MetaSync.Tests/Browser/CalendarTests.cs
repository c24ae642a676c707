using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MetaSync.Tests.Browser;

[Collection(nameof(Pages))]
public sealed class CalendarTests(PageApplication page)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_calendar_is_one_tab_stop_and_its_days_are_walked_with_the_arrow_keys()
    {
        await using var viewer = await page.OpenAsync(Cancel, "/?period=2025&open=act_1");
        await viewer.Day("Wednesday 31 December 2025").FocusAsync();

        async Task LeadsTo(string key, string day)
        {
            await viewer.PressAsync(key);
            Assert.StartsWith(day, await viewer.FocusAsync(), StringComparison.Ordinal);
        }

        await LeadsTo("ArrowLeft", "Tuesday 30 December 2025");
        await LeadsTo("ArrowUp", "Sunday 30 November 2025");
        await LeadsTo("PageUp", "Thursday 30 October 2025");
        await LeadsTo("Home", "Wednesday 1 October 2025");
        await LeadsTo("ArrowRight", "Thursday 2 October 2025");
        await LeadsTo("End", "Friday 31 October 2025");
        await LeadsTo("ArrowDown", "Sunday 30 November 2025");
        await LeadsTo("ArrowRight", "Monday 1 December 2025");
        await LeadsTo("Control+Home", "Wednesday 1 January 2025");
        await LeadsTo("ArrowLeft", "Wednesday 1 January 2025");
        await LeadsTo("Control+End", "Wednesday 31 December 2025");
        await LeadsTo("PageDown", "Wednesday 31 December 2025");
        Assert.Equal(1, await viewer.Page.GetByRole(AriaRole.Grid).Locator("[tabindex='0']").CountAsync());
        await viewer.PressAsync("Shift+Tab");
        Assert.DoesNotContain("2025", await viewer.FocusAsync());
    }

    [Fact]
    public async Task The_table_has_a_name_and_its_rows_and_columns_have_headers()
    {
        await using var viewer = await page.OpenAsync(Cancel, "/?period=2025&open=act_1");
        var table = viewer.Page.GetByRole(AriaRole.Grid, new() { NameRegex = new("a row for each month") });

        await Expect(table.GetByRole(AriaRole.Rowheader)).ToHaveCountAsync(12);
        await Expect(table.GetByRole(AriaRole.Columnheader)).ToHaveCountAsync(32);
        await Expect(table.GetByRole(AriaRole.Button)).ToHaveCountAsync(365);
        Assert.Empty(await table.Locator("th:not([scope])").AllAsync());
    }

    [Fact]
    public async Task Each_day_is_at_least_24_pixels_wide_and_high()
    {
        await using var viewer = await page.OpenAsync(Cancel, "/?period=2025&open=act_1");
        await Expect(viewer.Day("Wednesday 31 December 2025")).ToBeVisibleAsync();

        var smallest = await viewer.Page.EvaluateAsync<double[]>("""
            [...document.querySelectorAll(".day")].map(day => day.getBoundingClientRect())
              .reduce(([width, height], box) => [Math.min(width, box.width), Math.min(height, box.height)], [1e9, 1e9])
            """);

        Assert.All(smallest, size => Assert.InRange(size, 24, 1000));
    }

    [Fact]
    public async Task The_days_are_also_a_list_and_what_is_chosen_is_in_the_address_and_survives_a_reload()
    {
        await using var viewer = await page.OpenAsync(Cancel, scene: Scenes.Named("stored"));

        await viewer.Page.GetByLabel("As a list").CheckAsync();
        await viewer.Page.GetByRole(AriaRole.Checkbox, new() { NameRegex = new("^failed") }).CheckAsync();
        await viewer.Page.GetByLabel("Find an account").FillAsync("act_1");
        await Expect(viewer.Page.GetByText("1 of 2 ad accounts")).ToBeVisibleAsync();
        await viewer.Page.ReloadAsync();

        var list = viewer.Page.GetByRole(AriaRole.Region, new() { NameRegex = new("^List of days of") });
        await Expect(list.GetByRole(AriaRole.Row)).ToHaveCountAsync(2);
        await Expect(list).ToContainTextAsync("failed");
        await Expect(viewer.Page.GetByLabel("Find an account")).ToHaveValueAsync("act_1");
        Assert.Contains("states=failed", viewer.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_opens_its_story_and_Escape_leads_back_to_the_day()
    {
        await using var viewer = await page.OpenAsync(Cancel, "/?open=act_1", scene: Scenes.Named("stored"));
        await Expect(viewer.Day(": failed")).ToBeVisibleAsync();

        await viewer.Day(": failed").FocusAsync();
        var name = (await viewer.FocusAsync())!.Split(':')[0];
        await viewer.PressAsync("Enter");
        var story = viewer.Dialog(name);
        await Expect(story).ToContainTextAsync("Meta's error 3018");
        await Expect(story).ToContainTextAsync("What to do: Leave the day out.");
        await Expect(story).ToContainTextAsync("AbC123");
        await Expect(story).ToContainTextAsync("4bf92f3577b34da6a3ce929d0e0e4736");
        await Expect(story.GetByRole(AriaRole.Region, new() { Name = "What changed from fetch to fetch" })).ToContainTextAsync("+4.2 %");
        await viewer.PressAsync("Escape");

        await Expect(story).Not.ToBeVisibleAsync();
        Assert.StartsWith(name, await viewer.FocusAsync(), StringComparison.Ordinal);
        await Expect(viewer.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex(@"\?open=act_1$"));
    }
}
