using MetaSync.Tests.Support;
using Microsoft.Playwright;

namespace MetaSync.Tests.Browser;

/// <summary>An application with a worker and two ad accounts, and its page in a browser.</summary>
public sealed class PageApplication(PostgresServer server, Chromium chromium) : IAsyncLifetime
{
    internal SyncApplication App { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (!Chromium.IsInstalled)
            return; // each test says so
        App = await SyncApplication.StartAsync(server, workers: 1, TestContext.Current.CancellationToken, accounts: "act_1,act_2");
        await Eventually.TrueAsync(
            async () => (await App.AccountsAsync(CancellationToken.None)).All(account => account["timeZone"] is not null), "the accounts are read", TestContext.Current.CancellationToken);
    }

    /// <summary>Opens the page on an application in which nothing has happened yet.</summary>
    internal async Task<Viewer> OpenAsync(CancellationToken cancellationToken, string address = "/", BrowserNewContextOptions? options = null, Func<SyncApplication, Task>? scene = null)
    {
        var browser = await chromium.GetAsync(cancellationToken);
        await App.Simulator.ForgiveAsync(cancellationToken);
        await App.ExecuteAsync(Scenes.Nothing, cancellationToken);
        if (scene is not null)
            await scene(App);
        return await Viewer.OpenAsync(browser, App.Api.BaseAddress!, address, options);
    }

    public async ValueTask DisposeAsync()
    {
        if (App is not null)
            await App.DisposeAsync();
    }
}
