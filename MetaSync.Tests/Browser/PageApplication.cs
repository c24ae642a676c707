using MetaSync.Tests.Support;
using Microsoft.Playwright;

namespace MetaSync.Tests.Browser;

/// <summary>An application with a worker and two ad accounts, and its page in a browser; and a second one that nobody works in, for scenes.</summary>
public sealed class PageApplication(PostgresServer server, Chromium chromium) : IAsyncLifetime
{
    private const string Accounts = "act_1,act_2";

    internal SyncApplication App { get; private set; } = null!;

    /// <summary>In it a scene stands still for as long as a slow machine looks at it: a worker would take its days for lost ones after ten seconds, and run them.</summary>
    internal SyncApplication Still { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (!Chromium.IsInstalled)
            return; // each test says so
        var cancellationToken = TestContext.Current.CancellationToken;
        App = await SyncApplication.StartAsync(server, workers: 1, cancellationToken, accounts: Accounts);
        Still = await SyncApplication.StartAsync(server, workers: 0, cancellationToken, accounts: Accounts);
        await Eventually.TrueAsync(async () => (await App.AccountsAsync(CancellationToken.None)).All(account => account["timeZone"] is not null), "the accounts are read", cancellationToken);
        foreach (var table in new[] { "accounts", "tokens", "reports" })
            await CopyAsync(table, cancellationToken);
    }

    /// <summary>Opens the page on an application in which nothing has happened yet but the scene.</summary>
    internal async Task<Viewer> OpenAsync(CancellationToken cancellationToken, string address = "/", BrowserNewContextOptions? options = null, Func<SyncApplication, Task>? scene = null)
    {
        var browser = await chromium.GetAsync(cancellationToken);
        var app = scene is null ? App : Still;
        await app.Simulator.ForgiveAsync(cancellationToken);
        await app.ExecuteAsync(Scenes.Nothing, cancellationToken);
        if (scene is not null)
            await scene(app);
        return await Viewer.OpenAsync(browser, app.Api.BaseAddress!, address, options);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in new[] { App, Still }.OfType<SyncApplication>())
            await app.DisposeAsync();
    }

    /// <summary>What a worker has learnt from Meta.</summary>
    private async Task CopyAsync(string table, CancellationToken cancellationToken)
    {
        var rows = await App.ScalarAsync<string>($"SELECT coalesce(jsonb_agg(row), '[]')::text FROM metasync.{table} AS row", cancellationToken);
        await using var command = Still.Database.CreateCommand($"INSERT INTO metasync.{table} SELECT * FROM jsonb_populate_recordset(NULL::metasync.{table}, $1::jsonb) ON CONFLICT DO NOTHING");
        command.Parameters.AddWithValue(rows!);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
