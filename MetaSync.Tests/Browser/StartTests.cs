using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MetaSync.Tests.Browser;

[Collection(nameof(Pages))]
public sealed class StartTests(PageApplication page)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_range_is_previewed_day_by_day_then_started_and_watched_to_its_end_without_a_reload()
    {
        await using var viewer = await page.OpenAsync(Cancel, "/?period=2025"); // the year up to today ends with the account that is furthest east
        await viewer.Page.EvaluateAsync("window.isTheSamePage = true");

        await viewer.Button("Fetch a range of days…").ClickAsync();
        var dialog = viewer.Dialog("Fetch a range of days");
        await dialog.GetByLabel("First day").FillAsync("2025-01-01");
        await dialog.GetByLabel("Last day, inclusive").FillAsync("2025-01-12");
        await dialog.GetByRole(AriaRole.Checkbox, new() { Name = "act_2" }).UncheckAsync();
        await Expect(dialog.GetByRole(AriaRole.Status)).ToContainTextAsync("12 jobs for 12 days");
        await Expect(dialog.GetByRole(AriaRole.Region, new() { Name = "The exact days" })).ToContainTextAsync("1 Jan 2025 – 12 Jan 2025");
        Assert.Equal(0, await page.App.ScalarAsync<long>("SELECT count(*) FROM metasync.sync_batches", Cancel));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Start 12 jobs" }).ClickAsync();

        await Expect(dialog).Not.ToBeVisibleAsync();
        await Expect(viewer.Batch).ToContainTextAsync("12 of 12 days", new() { Timeout = 60_000 });
        await Expect(viewer.Batch).ToContainTextAsync("succeeded");
        await Expect(viewer.Day("Sunday 12 January 2025: final")).ToBeVisibleAsync();
        await Expect(viewer.Page.GetByRole(AriaRole.Region, new() { NameRegex = new("act_1") }).First).ToContainTextAsync("12 of 365 days are in");
        Assert.True(await viewer.Page.EvaluateAsync<bool>("window.isTheSamePage"));
    }

    [Fact]
    public async Task What_is_wrong_with_a_range_is_said_in_the_form_and_nothing_can_be_started()
    {
        await using var viewer = await page.OpenAsync(Cancel);

        await viewer.Button("Fetch a range of days…").ClickAsync();
        var dialog = viewer.Dialog("Fetch a range of days");
        await dialog.GetByLabel("First day").FillAsync("2026-01-12");
        await dialog.GetByLabel("Last day, inclusive").FillAsync("2026-01-01");

        await Expect(dialog.GetByRole(AriaRole.Status)).ToContainTextAsync("2026-01-01");
        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Start" })).ToBeDisabledAsync();
    }

    [Fact]
    public async Task More_than_a_thousand_jobs_are_started_only_when_their_count_is_typed()
    {
        await using var viewer = await page.OpenAsync(Cancel);

        await viewer.Button("Fetch a range of days…").ClickAsync();
        var dialog = viewer.Dialog("Fetch a range of days");
        await dialog.GetByLabel("First day").FillAsync("2024-06-01");
        await dialog.GetByLabel("Last day, inclusive").FillAsync("2025-12-31");
        var start = dialog.GetByRole(AriaRole.Button, new() { Name = "Start 1,158 jobs" });
        await Expect(start).ToBeDisabledAsync();
        await dialog.GetByLabel("Type 1158 to go on").FillAsync("115");
        await Expect(start).ToBeDisabledAsync();
        await dialog.GetByLabel("Type 1158 to go on").FillAsync("1158");

        await Expect(start).ToBeEnabledAsync();
    }
}
