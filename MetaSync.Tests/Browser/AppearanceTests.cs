using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MetaSync.Tests.Browser;

/// <summary>Screens, colours and ways of use other than a desk's.</summary>
[Collection(nameof(Pages))]
public sealed class AppearanceTests(PageApplication page)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(360, 740)]
    [InlineData(320, 256)] // 1280 × 1024 at 400 %
    [InlineData(640, 400)] // 1280 × 800 at 200 %
    [InlineData(1280, 800)]
    [InlineData(1920, 1080)]
    public async Task Nothing_is_wider_than_the_screen_and_the_controls_can_be_reached(int width, int height)
    {
        await using var viewer = await page.OpenAsync(Cancel, "/?open=act_1", new() { ViewportSize = new() { Width = width, Height = height } }, Scenes.Named("waiting"));
        await Expect(viewer.Page.GetByRole(AriaRole.Combobox, new() { Name = "Of" })).ToBeVisibleAsync();

        Assert.Equal(0, await OverhangAsync(viewer));
        await viewer.Day(": waiting").ClickAsync();
        await Expect(viewer.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("for Meta's rate limit");
        Assert.Equal(0, await OverhangAsync(viewer));
        await viewer.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await viewer.Button("Fetch a range of days…").ClickAsync();
        await Expect(viewer.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { NameRegex = new("^Start") })).ToBeVisibleAsync();
        Assert.Equal(0, await OverhangAsync(viewer));
    }

    [Fact]
    public async Task On_a_phone_the_months_are_folded_into_weeks_and_up_and_down_go_a_week()
    {
        await using var viewer = await page.OpenAsync(Cancel, "/?period=2025&open=act_1", new() { ViewportSize = new() { Width = 360, Height = 740 }, HasTouch = true, IsMobile = true });

        await viewer.Day("Wednesday 31 December 2025").FocusAsync();
        await viewer.PressAsync("ArrowUp");

        Assert.StartsWith("Wednesday 24 December 2025", await viewer.FocusAsync(), StringComparison.Ordinal);
        var monday = await viewer.Day("Monday 1 December 2025").BoundingBoxAsync();
        var nextMonday = await viewer.Day("Monday 8 December 2025").BoundingBoxAsync();
        Assert.Equal(monday!.X, nextMonday!.X, 1.0);
    }

    [Theory]
    [InlineData(ColorScheme.Light, true)]
    [InlineData(ColorScheme.Dark, false)]
    public async Task The_colours_follow_the_systems_scheme(ColorScheme scheme, bool isBright)
    {
        await using var viewer = await page.OpenAsync(Cancel, options: new() { ColorScheme = scheme });

        var brightness = await viewer.Page.EvaluateAsync<double>("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).reduce((sum, part) => sum + +part, 0) / 3");

        Assert.Equal(isBright, brightness > 128);
    }

    [Fact]
    public async Task In_forced_colours_each_state_still_has_a_glyph_of_its_own()
    {
        await using var viewer = await page.OpenAsync(Cancel, "/?open=act_1", new() { ForcedColors = ForcedColors.Active }, Scenes.Named("waiting"));
        await Expect(viewer.Day(": waiting")).ToBeVisibleAsync();

        var glyphs = await viewer.Page.EvaluateAsync<string[]>("[...new Set([...document.querySelectorAll('.day')].map(day => day.dataset.letter + day.querySelector('use').getAttribute('href')))]");

        Assert.Equal(glyphs.Length, glyphs.Select(glyph => glyph[0]).Distinct().Count());
        Assert.Equal(glyphs.Length, glyphs.Select(glyph => glyph[1..]).Distinct().Count());
        Assert.InRange(glyphs.Length, 6, 9);
    }

    [Fact]
    public async Task Nothing_moves_by_itself()
    {
        await using var viewer = await page.OpenAsync(Cancel, options: new() { ReducedMotion = ReducedMotion.Reduce }, scene: Scenes.Named("running"));
        await Expect(viewer.Batch).ToContainTextAsync("running");

        Assert.Equal(0, await viewer.Page.EvaluateAsync<int>("document.getAnimations().length"));
    }

    [Fact]
    public async Task A_range_is_started_and_a_day_is_read_with_the_keyboard_alone()
    {
        await using var viewer = await page.OpenAsync(Cancel);
        // However long the keys take, something is left to cancel.
        await page.App.Simulator.FailAsync(new { action = "slow", path = "/insights", duration = "00:00:20" }, Cancel);
        await Expect(viewer.Day("").First).ToBeVisibleAsync();

        await TabToAsync(viewer, "To the content");
        await viewer.PressAsync("Enter");
        await TabToAsync(viewer, "Fetch a range of days…");
        await viewer.PressAsync("Enter");
        var start = viewer.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Start \\d+ jobs") });
        await Expect(start).ToBeEnabledAsync();
        await TabToAsync(viewer, await start.TextContentAsync() ?? "");
        await viewer.PressAsync("Enter");
        await Expect(viewer.Batch).ToContainTextAsync("Newest batch");
        await TabToAsync(viewer, "Cancel…");
        await viewer.PressAsync("Enter");
        await TabToAsync(viewer, "Cancel ", isPrefix: true);
        await viewer.PressAsync("Enter");

        await Expect(viewer.Batch).ToContainTextAsync("cancelled");
    }

    /// <summary>A person who has only a keyboard: forward, until it is there.</summary>
    private static async Task TabToAsync(Viewer viewer, string name, bool isPrefix = false)
    {
        for (var n = 0; n < 80; n++)
        {
            await viewer.PressAsync("Tab");
            var focused = (await viewer.FocusAsync())?.Trim() ?? "";
            if (isPrefix ? focused.StartsWith(name, StringComparison.Ordinal) && focused != "Cancel…" : focused == name)
                return;
        }

        Assert.Fail($"Eighty times Tab did not lead to '{name}'.");
    }

    private static Task<int> OverhangAsync(Viewer viewer) =>
        viewer.Page.EvaluateAsync<int>("Math.max(document.documentElement.scrollWidth - innerWidth, ...[...document.querySelectorAll('dialog')].map(dialog => dialog.scrollWidth - dialog.clientWidth), 0)");
}
