using Microsoft.Playwright;

namespace MetaSync.Tests.Browser;

/// <summary>Somebody who looks at the page. Whatever they do, the page asks no other host, throws nothing, and breaks none of its own rules.</summary>
internal sealed class Viewer : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    private Viewer(IBrowserContext context, IPage page, Uri host)
    {
        (_context, Page) = (context, page);
        page.Request += (_, request) =>
        {
            if (new Uri(request.Url) is { Scheme: not ("data" or "blob") } address && address.Authority != host.Authority)
                _complaints.Add($"asked another host for {request.Url}");
        };
        page.PageError += (_, error) => _complaints.Add(error);
        page.Console += (_, message) =>
        {
            // The browser itself writes a line about each answer that is an error.
            if (message.Type is "error" or "warning" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
                _complaints.Add(message.Text);
        };
    }

    public IPage Page { get; }

    public ILocator Batch => Page.GetByRole(AriaRole.Region, new() { NameRegex = new("^(Newest batch|Batch|No batch yet)$") });

    public static async Task<Viewer> OpenAsync(IBrowser browser, Uri host, string address, BrowserNewContextOptions? options = null)
    {
        options ??= new();
        options.BaseURL = host.ToString();
        options.Locale ??= "en-GB";
        options.TimezoneId ??= "Europe/Paris";
        var context = await browser.NewContextAsync(options);
        context.SetDefaultTimeout((float)Chromium.Patience.TotalMilliseconds);
        var viewer = new Viewer(context, await context.NewPageAsync(), host);
        await viewer.Page.GotoAsync(address);
        return viewer;
    }

    public ILocator Button(string name, bool exact = true) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = exact });

    public ILocator Dialog(string name) => Page.GetByRole(AriaRole.Dialog, new() { Name = name });

    /// <summary>A day of the calendar, by the beginning of its name.</summary>
    public ILocator Day(string date) => Page.GetByRole(AriaRole.Gridcell).GetByRole(AriaRole.Button, new() { Name = date, Exact = false });

    /// <summary>The name of what has the focus.</summary>
    public Task<string?> FocusAsync() => Page.EvaluateAsync<string?>("document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent");

    public async Task PressAsync(params string[] keys)
    {
        foreach (var key in keys)
            await Page.Keyboard.PressAsync(key);
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        Assert.Empty(_complaints);
    }
}
