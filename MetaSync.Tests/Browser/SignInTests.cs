using MetaSync.Access;
using MetaSync.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MetaSync.Tests.Browser;

/// <summary>The page behind doors: the API as in production, with keys.</summary>
public sealed class SignInTests(PostgresServer server, Chromium chromium) : IAsyncLifetime
{
    private ApiHost _api = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        if (Chromium.IsInstalled)
            _api = await ApiHost.StartAsync(server, Cancel);
    }

    [Fact]
    public async Task Who_is_not_signed_in_is_led_to_the_sign_in_and_then_to_where_they_wanted_to_go()
    {
        await using var viewer = await Viewer.OpenAsync(await chromium.GetAsync(Cancel), _api.Address, "/?period=2025&view=list");
        await viewer.Page.GetByLabel("API key").FillAsync("msk_wrong");
        await viewer.Button("Sign in").ClickAsync();
        await Expect(viewer.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("not accepted");
        await viewer.Page.GetByLabel("API key").FillAsync(await _api.CreateKeyAsync("anna", AccessScope.Write, Cancel));
        await viewer.Button("Sign in").ClickAsync();

        await Expect(viewer.Page.GetByText("Signed in as anna")).ToBeVisibleAsync();
        await Expect(viewer.Page.GetByLabel("As a list")).ToBeCheckedAsync();
        await Expect(viewer.Page.GetByText("environment: not the production data")).Not.ToBeVisibleAsync();
        Assert.EndsWith("/?period=2025&view=list", viewer.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_writes_starts_and_cancels_and_signs_out()
    {
        await using var viewer = await SignedInAsync("anna", AccessScope.Write);

        await viewer.Button("Fetch a range of days…").ClickAsync();
        await viewer.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Start 30 jobs") }).ClickAsync();
        await Expect(viewer.Batch).ToContainTextAsync("Asked for by anna");
        await viewer.Batch.GetByRole(AriaRole.Button, new() { Name = "Cancel…" }).ClickAsync();
        await viewer.Dialog("Cancel 30 days?").GetByRole(AriaRole.Button, new() { Name = "Cancel 30 days" }).ClickAsync();
        await Expect(viewer.Batch).ToContainTextAsync("30 cancelled");
        await viewer.Button("Sign out").ClickAsync();

        await Expect(viewer.Page.GetByLabel("API key")).ToBeVisibleAsync();
        await viewer.Page.GotoAsync("/");
        await Expect(viewer.Page.GetByLabel("API key")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_key_that_only_reads_sees_everything_and_is_offered_nothing_to_steer()
    {
        await using var viewer = await SignedInAsync("ben", AccessScope.Read);

        await Expect(viewer.Page.GetByText("Signed in as ben, read only")).ToBeVisibleAsync();
        await Expect(viewer.Page.GetByRole(AriaRole.Grid)).ToBeVisibleAsync();
        await Expect(viewer.Button("Fetch a range of days…")).Not.ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_session_that_ends_leads_back_to_the_sign_in()
    {
        await using var viewer = await SignedInAsync("anna", AccessScope.Read);
        await viewer.Button("Pause live updates").ClickAsync();
        await viewer.Page.ReloadAsync(); // that is remembered: by itself the page now asks for something only after 15 seconds
        await Expect(viewer.Page.GetByRole(AriaRole.Grid)).ToBeVisibleAsync();
        await viewer.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        await viewer.Page.Context.ClearCookiesAsync();
        await viewer.Page.GetByLabel("Days shown").SelectOptionAsync("2025");

        await Expect(viewer.Page.GetByLabel("API key")).ToBeVisibleAsync();
        Assert.Contains("period%3D2025", viewer.Page.Url, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task The_sign_in_breaks_no_rule_of_WCAG_22_AA(ColorScheme scheme)
    {
        await using var viewer = await Viewer.OpenAsync(await chromium.GetAsync(Cancel), _api.Address, "/sign-in", new() { ColorScheme = scheme });

        Assert.Empty(await AccessibilityTests.ViolationsAsync(viewer.Page));
        await viewer.Page.GetByLabel("API key").FillAsync("msk_wrong");
        await viewer.Button("Sign in").ClickAsync();
        await Expect(viewer.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        Assert.Empty(await AccessibilityTests.ViolationsAsync(viewer.Page));
    }

    public ValueTask DisposeAsync() => _api?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<Viewer> SignedInAsync(string name, string scope)
    {
        var viewer = await Viewer.OpenAsync(await chromium.GetAsync(Cancel), _api.Address, "/");
        await viewer.Page.GetByLabel("API key").FillAsync(await _api.CreateKeyAsync(name, scope, Cancel));
        await viewer.Button("Sign in").ClickAsync();
        return viewer;
    }
}
