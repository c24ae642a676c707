using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MetaSync.Tests.Browser;

[Collection(nameof(Pages))]
public sealed class SteeringTests(PageApplication page)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_batch_is_paused_and_resumed_and_its_failed_day_is_retried_as_the_same_batch()
    {
        await using var viewer = await page.OpenAsync(Cancel, "/?period=2026");
        await page.App.Simulator.FailAsync(new object[] { new { action = "range-3018", day = "2026-02-02", times = 1 }, new { action = "slow", day = "2026-02-05", duration = "00:00:04", times = 1 } }, Cancel);
        var batch = await page.App.EnqueueAsync("2026-02-01", "2026-02-08", Cancel, "act_1");

        await Expect(viewer.Day("Thursday 5 February 2026: running")).ToBeVisibleAsync();
        await viewer.Batch.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Expect(viewer.Batch).ToContainTextAsync("paused");
        await Expect(viewer.Day("Friday 6 February 2026: paused")).ToBeVisibleAsync();
        await viewer.Batch.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await Expect(viewer.Batch).ToContainTextAsync("8 of 8 days", new() { Timeout = 30_000 });
        await Expect(viewer.Day("Monday 2 February 2026: failed")).ToBeVisibleAsync();
        await viewer.Batch.GetByRole(AriaRole.Button, new() { Name = "Retry 1 failed day" }).ClickAsync();

        await Expect(viewer.Day("Monday 2 February 2026: final")).ToBeVisibleAsync();
        Assert.All(await page.App.FinishedAsync(batch.BatchId, Cancel), day => Assert.Equal("succeeded", day.State));
    }

    [Fact]
    public async Task Cancelling_asks_first_with_the_counts_and_gives_the_focus_back()
    {
        await using var viewer = await page.OpenAsync(Cancel);
        await page.App.Simulator.FailAsync(new { action = "slow", day = "2026-02-03", duration = "00:00:20", times = 1 }, Cancel);
        var batch = await page.App.EnqueueAsync("2026-02-01", "2026-02-08", Cancel, "act_1");
        await Expect(viewer.Batch).ToContainTextAsync("2 succeeded");

        var cancel = viewer.Batch.GetByRole(AriaRole.Button, new() { Name = "Cancel…" });
        await cancel.ClickAsync();
        await Expect(viewer.Dialog("Cancel 6 days?")).ToContainTextAsync("2 days of this batch are in and stay.");
        await viewer.PressAsync("Escape");
        await Expect(cancel).ToBeFocusedAsync();
        await cancel.ClickAsync();
        await viewer.Dialog("Cancel 6 days?").GetByRole(AriaRole.Button, new() { Name = "Cancel 6 days" }).ClickAsync();

        await Expect(viewer.Batch).ToContainTextAsync("6 cancelled");
        await Expect(viewer.Page.GetByRole(AriaRole.Heading, new() { Name = "Newest batch" })).ToBeFocusedAsync();
        Assert.Equal(6, (await page.App.DaysAsync(batch.BatchId, Cancel)).Count(day => day.State is "cancelled"));
    }

    [Theory]
    [InlineData("running", "Fetches")]
    [InlineData("waiting", "Waits for Meta's rate limit (score of act_1, 104 % used) until")]
    [InlineData("paused", "because somebody asked for it")]
    public async Task A_batch_says_what_it_does_or_why_it_does_not(string scene, string words)
    {
        await using var viewer = await page.OpenAsync(Cancel, scene: Scenes.Named(scene));

        await Expect(viewer.Batch).ToContainTextAsync(words);
        await Expect(viewer.Batch).ToContainTextAsync("8 of 21 days");
    }
}
