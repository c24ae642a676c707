using MetaSync.Tests.Browser;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace MetaSync.Tests.Browser;

/// <summary>The one browser of a test run: the machine's own Chromium, for Playwright's would have to be downloaded.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private const string Executable = "/usr/bin/chromium";

    /// <summary>For what a page is to come to show: tests share their machine.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    // It asks nobody about updates, and needs neither a graphics card nor a user other than root.
    private static readonly string[] Flags =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private readonly SemaphoreSlim _starting = new(1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public static bool IsInstalled => File.Exists(Executable);

    /// <summary>The browser; a test on a machine without it is skipped, and in CI fails.</summary>
    public async Task<IBrowser> GetAsync(CancellationToken cancellationToken)
    {
        if (!IsInstalled)
        {
            const string Missing = $"There is no {Executable} on this machine, so what the page does in a browser is not tested. `apt-get install chromium` brings it.";
            Assert.SkipWhen(Environment.GetEnvironmentVariable("CI") is not "true", Missing);
            Assert.Fail(Missing);
        }

        await _starting.WaitAsync(cancellationToken);
        try
        {
            Assertions.SetDefaultExpectTimeout((float)Patience.TotalMilliseconds);
            _playwright ??= await Playwright.CreateAsync();
            return _browser ??= await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Args = Flags });
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        _starting.Dispose();
    }
}
