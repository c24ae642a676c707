using Npgsql;

namespace MetaSync.ApiService.Calendar;

/// <summary>The reports that workers are set up to fetch, and those that there are days of.</summary>
internal sealed class KnownReports(NpgsqlDataSource database)
{
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        // From one report of an account to the next through the primary key: 100 steps in place of 90,000 rows.
        await using var command = database.CreateCommand("""
            WITH RECURSIVE stored AS (
              (SELECT account, report FROM metasync.insights_days ORDER BY account, report LIMIT 1)
              UNION ALL
              SELECT next.account, next.report FROM stored
              CROSS JOIN LATERAL (
                SELECT account, report FROM metasync.insights_days AS day
                WHERE (day.account, day.report) > (stored.account, stored.report) ORDER BY account, report LIMIT 1
              ) AS next
            )
            SELECT report FROM stored UNION SELECT report FROM metasync.reports ORDER BY report
            """);
        return await ReadAsync(command, cancellationToken);
    }

    /// <summary>Those that a day needs to be in; none while no worker has ever started, and any will do.</summary>
    public async Task<IReadOnlyList<string>> ConfiguredAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT report FROM metasync.reports WHERE is_configured ORDER BY report");
        return await ReadAsync(command, cancellationToken);
    }

    private static async Task<List<string>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var reports = new List<string>();
        while (await row.ReadAsync(cancellationToken))
            reports.Add(row.GetString(0));
        return reports;
    }
}
