using System.Net;
using MetaSync.Tests.Browser;
using MetaSync.Tests.Support;

namespace MetaSync.Tests.OpenApi;

/// <summary>The page at <c>/reference</c>: of a library that would like to ask its makers' hosts for fonts, a proxy and more.</summary>
public sealed class ReferencePageTests(PostgresServer server, Chromium chromium)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_reference_is_for_who_may_read_and_runs_no_script_but_its_own()
    {
        await using var api = await ApiHost.StartAsync(server, Cancel);
        using var stranger = await api.Anonymous.GetAsync("/reference", Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
        using var script = await api.Anonymous.GetAsync("/reference/scalar.js", Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, script.StatusCode);

        using var reader = await api.WithKeyAsync("reader", "read", Cancel);
        using var page = await reader.GetAsync("/reference/", Cancel);
        var html = await page.Content.ReadAsStringAsync(Cancel);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.DoesNotContain("http://", html);
        Assert.DoesNotContain("https://", html);
        var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self' 'nonce-", policy);
        Assert.Contains("connect-src 'self';", policy);

        using var again = await reader.GetAsync("/reference/", Cancel);
        Assert.NotEqual(policy, Assert.Single(again.Headers.GetValues("Content-Security-Policy")));
    }

    [Fact]
    public async Task The_reference_shows_every_group_of_calls_and_asks_no_other_host_for_anything()
    {
        var browser = await chromium.GetAsync(Cancel);
        await using var api = await ApiHost.StartAsync(server, Cancel, environment: "Development", settings: [("Access:Mode", "Open")]);
        await using var viewer = await Viewer.OpenAsync(browser, api.Address, "/reference/", null);

        foreach (var group in new[] { "Sync", "Calendar", "Insights", "Events", "Accounts", "Connection", "Access" })
            await viewer.Page.GetByText(group, new() { Exact = true }).First.WaitForAsync();
        await viewer.Page.GetByText("/api/sync/{batchId}/cancel").First.WaitForAsync();
    }
}
