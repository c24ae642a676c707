namespace MetaSync.ApiService.Insights;

/// <summary>How often each type of action happened, by day and currency, and which of them counts as the result.</summary>
internal sealed class DailyActions
{
    /// <summary>What advertisers pay for, the dearest first.</summary>
    private static readonly string[] Preferred =
    [
        "purchase", "omni_purchase", "offsite_conversion.fb_pixel_purchase", "lead", "offsite_conversion.fb_pixel_lead",
        "complete_registration", "offsite_conversion.fb_pixel_complete_registration", "app_install", "mobile_app_install", "link_click",
    ];

    private readonly Dictionary<(DateOnly Day, string? Currency, string Action), decimal> _counts = [];
    private readonly Dictionary<string, decimal> _totals = [];

    public void Add(DateOnly day, string? currency, string action, decimal count)
    {
        _counts[(day, currency, action)] = count;
        _totals[action] = _totals.GetValueOrDefault(action) + count;
    }

    public IReadOnlyList<ActionCount> Totals() =>
        [.. _totals.Select(total => new ActionCount(total.Key, total.Value)).OrderByDescending(total => total.Count).ThenBy(total => total.Action, StringComparer.Ordinal)];

    /// <summary>The type to count when none was asked for.</summary>
    public string? Default() => Preferred.FirstOrDefault(action => _totals.GetValueOrDefault(action) > 0) ?? (Totals() is [var most, ..] ? most.Action : null);

    public decimal Count(DateOnly day, string? currency, string? action) => action is null ? 0 : _counts.GetValueOrDefault((day, currency, action));
}
