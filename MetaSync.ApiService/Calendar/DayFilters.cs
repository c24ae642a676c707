using MetaSync.ApiService.Accounts;

namespace MetaSync.ApiService.Calendar;

/// <summary>Reads queries against the accounts and reports that there are.</summary>
internal sealed class DayFilters(KnownAccounts accounts, KnownReports reports, TimeProvider time)
{
    /// <returns>The filter, or what is wrong with the query, by field.</returns>
    public async Task<(DayFilter? Filter, IDictionary<string, string[]> Errors)> ReadAsync(DayQuery query, CancellationToken cancellationToken)
    {
        var reader = new DayFilterReader(
            await accounts.ListAsync(cancellationToken), query.Report is null ? [] : await reports.ListAsync(cancellationToken), time.GetUtcNow());
        return (reader.Read(query), reader.Errors);
    }
}
