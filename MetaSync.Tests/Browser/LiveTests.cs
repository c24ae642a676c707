using static Microsoft.Playwright.Assertions;

namespace MetaSync.Tests.Browser;

[Collection(nameof(Pages))]
public sealed class LiveTests(PageApplication page)
{
    private const string NextDay = """
        UPDATE metasync.sync_days SET state = 'succeeded', finished_at = now(), run_token = NULL WHERE state = 'running';
        UPDATE metasync.sync_days SET state = 'running', run_token = gen_random_uuid() WHERE day = current_date - 111;
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_update_leaves_focus_and_scroll_position_where_they_are()
    {
        await using var viewer = await page.OpenAsync(Cancel, "/?open=act_1", scene: Scenes.Named("running"));
        await Expect(viewer.Page.GetByText("Live", new() { Exact = true })).ToBeVisibleAsync();
        await viewer.Day(": running").FocusAsync();
        await viewer.PressAsync("ArrowRight");
        await viewer.Page.EvaluateAsync("window.scrollTo(0, 180); window.focused = document.activeElement");
        var before = await viewer.FocusAsync();
        Assert.EndsWith(": queued", before, StringComparison.Ordinal);

        await page.Still.ExecuteAsync(NextDay, Cancel);
        await Expect(viewer.Batch).ToContainTextAsync("9 of 21 days");

        Assert.Equal(before!.Replace("queued", "running", StringComparison.Ordinal), await viewer.FocusAsync());
        Assert.True(await viewer.Page.EvaluateAsync<bool>("document.activeElement === window.focused && window.scrollY === 180"));
    }

    [Fact]
    public async Task Updates_can_be_paused_and_the_choice_is_remembered()
    {
        await using var viewer = await page.OpenAsync(Cancel, "/?open=act_1", scene: Scenes.Named("running"));
        await viewer.Button("Pause live updates").ClickAsync();
        await Expect(viewer.Page.GetByText("Live updates paused since")).ToBeVisibleAsync();
        await viewer.Page.ReloadAsync();
        await Expect(viewer.Batch).ToContainTextAsync("8 of 21 days");

        await page.Still.ExecuteAsync(NextDay, Cancel);
        await Expect(viewer.Button("Pause live updates")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(viewer.Batch).ToContainTextAsync("8 of 21 days");
        await viewer.Button("Pause live updates").ClickAsync();

        await Expect(viewer.Batch).ToContainTextAsync("9 of 21 days");
    }

    [Fact]
    public async Task A_lost_connection_is_said_in_words_and_what_was_missed_is_caught_up_with()
    {
        await using var viewer = await page.OpenAsync(Cancel, "/?open=act_1", scene: Scenes.Named("running"));
        await Expect(viewer.Page.GetByText("Live", new() { Exact = true })).ToBeVisibleAsync();

        await viewer.Page.Context.SetOfflineAsync(true);
        await Expect(viewer.Page.GetByText("trying again")).ToBeVisibleAsync();
        await page.Still.ExecuteAsync(NextDay, Cancel);
        await viewer.Page.Context.SetOfflineAsync(false);

        await Expect(viewer.Page.GetByText("Live", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(viewer.Batch).ToContainTextAsync("9 of 21 days");
    }

    [Fact]
    public async Task An_answer_that_is_older_than_what_the_stream_has_told_takes_nothing_back()
    {
        await using var viewer = await page.OpenAsync(Cancel, "/?open=act_1", scene: Scenes.Named("running"));
        await Expect(viewer.Page.GetByText("Live", new() { Exact = true })).ToBeVisibleAsync();
        var (read, told) = (new TaskCompletionSource(), new TaskCompletionSource());
        await viewer.Page.Context.SetOfflineAsync(true);
        await Expect(viewer.Page.GetByText("trying again")).ToBeVisibleAsync();
        await viewer.Page.RouteAsync("**/api/sync?limit=*", async route =>
        {
            var answer = await route.FetchAsync();
            read.TrySetResult();
            await told.Task;
            await route.FulfillAsync(new() { Response = answer });
        });

        await viewer.Page.Context.SetOfflineAsync(false);
        await read.Task.WaitAsync(Chromium.Patience, Cancel);
        await Expect(viewer.Page.GetByText("Live", new() { Exact = true })).ToBeVisibleAsync();
        await page.Still.ExecuteAsync(NextDay, Cancel);
        await Expect(viewer.Batch).ToContainTextAsync("9 of 21 days");
        told.SetResult();

        await Expect(viewer.Page.Locator("#announcement")).ToHaveTextAsync("9 of 21 days done, 0 failed. The batch is running.");
        await Expect(viewer.Batch).ToContainTextAsync("9 of 21 days");
    }

    [Fact]
    public async Task A_screen_reader_is_told_how_far_the_batch_is_at_most_every_ten_seconds()
    {
        await using var viewer = await page.OpenAsync(Cancel, "/?open=act_1", scene: Scenes.Named("running"));
        var announcement = viewer.Page.Locator("[aria-live=polite]#announcement");
        await Expect(announcement).ToHaveTextAsync("8 of 21 days done, 0 failed. The batch is running.");
        var said = TimeProvider.System.GetTimestamp();

        await page.Still.ExecuteAsync(NextDay, Cancel);
        await Expect(viewer.Batch).ToContainTextAsync("9 of 21 days");
        await Expect(announcement).ToHaveTextAsync("8 of 21 days done, 0 failed. The batch is running.");

        await Expect(announcement).ToHaveTextAsync("9 of 21 days done, 0 failed. The batch is running.");
        Assert.InRange(TimeProvider.System.GetElapsedTime(said).TotalSeconds, 8, 20);
    }
}
