using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MetaSync.Tests.Browser;

/// <summary>What axe finds by WCAG 2.2 AA's rules, in each state and both colour schemes. What it cannot find is in the other classes.</summary>
[Collection(nameof(Pages))]
public sealed class AccessibilityTests(PageApplication page)
{
    private static readonly AxeRunOptions Rules = new() { ResultTypes = [ResultType.Violations], RunOnly = new() { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] } };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, ColorScheme> States()
    {
        var states = new TheoryData<string, string, ColorScheme>();
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            foreach (var scene in new[] { "empty", "stored", "running", "waiting", "paused" })
                states.Add(scene, "", scheme);
            foreach (var view in new[] { "list", "numbers", "story", "start" })
                states.Add("stored", view, scheme);
            states.Add("running", "cancel", scheme);
        }

        return states;
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task The_page_breaks_no_rule_of_WCAG_22_AA(string scene, string view, ColorScheme scheme)
    {
        await using var viewer = await page.OpenAsync(Cancel, $"/?open=act_1&period=days&from={TimeProvider.System.GetUtcNow().AddDays(-130):yyyy-MM-dd}&to={TimeProvider.System.GetUtcNow():yyyy-MM-dd}{(view is "list" ? "&view=list" : "")}", new() { ColorScheme = scheme }, Scenes.Named(scene));
        await OpenAsync(viewer, view);

        Assert.Empty(await ViolationsAsync(viewer.Page));
    }

    /// <summary>Each with the elements that it is about.</summary>
    internal static async Task<string[]> ViolationsAsync(IPage page) =>
        [.. (await page.RunAxe(Rules)).Violations.SelectMany(violation => violation.Nodes.Select(node => $"{violation.Id}: {violation.Help} {node.Html}"))];

    private static async Task OpenAsync(Viewer viewer, string view)
    {
        await Expect(viewer.Page.GetByRole(AriaRole.Combobox, new() { Name = "Of" }).Or(viewer.Page.GetByText("Nothing is stored for these days yet.")).First).ToBeVisibleAsync();
        switch (view)
        {
            case "numbers":
                await viewer.Page.GetByText("The same as a table").ClickAsync();
                break;
            case "story":
                await viewer.Day(": failed").ClickAsync();
                await Expect(viewer.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Meta's error 3018");
                break;
            case "start":
                await viewer.Button("Fetch a range of days…").ClickAsync();
                await Expect(viewer.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Status)).ToContainTextAsync("jobs for");
                break;
            case "cancel":
                await viewer.Batch.GetByRole(AriaRole.Button, new() { Name = "Cancel…" }).ClickAsync();
                break;
        }
    }
}
