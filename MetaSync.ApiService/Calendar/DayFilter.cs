using MetaSync.ApiService.Accounts;
using MetaSync.Sync;

namespace MetaSync.ApiService.Calendar;

/// <summary>Days of accounts that somebody wants to read, found to be sound.</summary>
/// <param name="DateRange">The days, both ends included.</param>
/// <param name="Accounts">The accounts; none when none is known yet.</param>
/// <param name="Report">The report; null when none was named.</param>
internal sealed record DayFilter(DateRange DateRange, IReadOnlyList<KnownAccount> Accounts, string? Report)
{
    /// <summary>The accounts' names, for SQL.</summary>
    public string[] AccountNames { get; } = [.. Accounts.Select(account => account.Account)];
}
