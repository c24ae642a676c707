namespace MetaSync.ApiService.Insights;

/// <summary>What the stored rows of a report add up to, day by day.</summary>
/// <param name="Report">Which report.</param>
/// <param name="Action">The type of action that is counted as a result; null when there is none at all.</param>
/// <param name="Actions">The types that there are in the range, the most frequent first.</param>
/// <param name="Currencies">Those of the amounts, which are never added up over two of them.</param>
/// <param name="Days">The days that are in, also those without delivery, oldest first; one that is not in has no entry.</param>
internal sealed record DailyInsights(
    string Report, string? Action, IReadOnlyList<ActionCount> Actions, IReadOnlyList<string> Currencies, IReadOnlyList<DailyFigures> Days);

/// <summary>How often there was a type of action in the range.</summary>
internal sealed record ActionCount(string Action, decimal Count);

/// <summary>The figures of a day, of all accounts of one currency.</summary>
/// <param name="Day">A day of each account's own time zone.</param>
/// <param name="Currency">Of <paramref name="Spend"/>; null when no worker has yet read the account from Meta.</param>
/// <param name="Spend">What was spent.</param>
/// <param name="Impressions">How many.</param>
/// <param name="Clicks">How many.</param>
/// <param name="Results">How many actions of the chosen type.</param>
/// <param name="Provisional">Whether Meta may still restate any of it.</param>
internal sealed record DailyFigures(DateOnly Day, string? Currency, decimal Spend, long Impressions, long Clicks, decimal Results, bool Provisional);
