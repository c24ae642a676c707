using MetaSync.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MetaSync.Tests.Browser;

[Collection(nameof(Pages))]
public sealed class ScreenshotTests(PageApplication page)
{
    /// <summary>Set to <c>true</c>, it has the README's picture written anew: docs/images/page.png.</summary>
    private const string Rewrite = "METASYNC_SCREENSHOT";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_READMEs_picture_is_taken_of_the_page_itself()
    {
        await using var viewer = await page.OpenAsync(Cancel, "/?open=act_1", new() { ViewportSize = new() { Width = 1280, Height = 1330 } }, Scenes.Named("running"));
        await Expect(viewer.Page.GetByRole(AriaRole.Img, new() { NameRegex = new("^Clicks per day") })).ToBeVisibleAsync();
        await Expect(viewer.Page.GetByText("Live", new() { Exact = true })).ToBeVisibleAsync();

        var picture = await viewer.Page.ScreenshotAsync();

        Assert.InRange(picture.Length, 20_000, 600_000);
        if (Environment.GetEnvironmentVariable(Rewrite) is "true")
        {
            var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "docs", "images"));
            await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "page.png"), picture, Cancel);
        }
    }
}
