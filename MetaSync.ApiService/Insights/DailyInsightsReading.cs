using MetaSync.ApiService.Calendar;
using MetaSync.Sync;
using Npgsql;

namespace MetaSync.ApiService.Insights;

/// <summary>Adds up the stored rows of a report, day by day.</summary>
internal sealed class DailyInsightsReading(NpgsqlDataSource database)
{
    public const string DefaultReport = "ad";

    /// <summary>Nearly all numbers are whole and short; the careful reading of the others takes ten times as long.</summary>
    private const string Actions = """
        SELECT day, coalesce(row ->> 'account_currency', account.currency), action.type,
               sum(CASE WHEN length(value) BETWEEN 1 AND 18 AND translate(value, '0123456789', '') = '' THEN value::numeric ELSE metasync.number(value) END)
        FROM metasync.insights AS insights
        LEFT JOIN metasync.accounts AS account USING (account)
        CROSS JOIN LATERAL (SELECT one ->> 'action_type' AS type, one ->> 'value' AS value FROM jsonb_path_query(row, '$.actions[*]') AS one) AS action
        WHERE insights.account = ANY ($1) AND report = $2 AND day BETWEEN $3 AND $4
        GROUP BY 1, 2, 3
        """;

    /// <summary>From the days that are in, because one without a row is an answer too: nothing was delivered.</summary>
    private const string Days = """
        WITH figures AS (
          SELECT account, day, row ->> 'account_currency' AS currency, sum(spend) AS spend, sum(impressions)::bigint AS impressions, sum(clicks)::bigint AS clicks
          FROM metasync.insights WHERE account = ANY ($1) AND report = $2 AND day BETWEEN $3 AND $4
          GROUP BY 1, 2, 3
        )
        SELECT day, coalesce(figures.currency, account.currency), coalesce(sum(spend), 0), coalesce(sum(impressions), 0)::bigint, coalesce(sum(clicks), 0)::bigint,
               bool_or(as_of < (day + 29)::timestamp AT TIME ZONE coalesce(utc_offset, interval '0'))
        FROM metasync.insights_days AS stored
        LEFT JOIN metasync.accounts AS account USING (account)
        LEFT JOIN figures USING (account, day)
        WHERE stored.account = ANY ($1) AND report = $2 AND day BETWEEN $3 AND $4
        GROUP BY 1, 2 ORDER BY 1, 2
        """;

    public async Task<DailyInsights> ReadAsync(DayFilter filter, string? action, CancellationToken cancellationToken)
    {
        var report = filter.Report ?? DefaultReport;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection)
        {
            // PostgreSQL expects a thousand actions per row, and would compile for half a second what then runs for a tenth.
            BatchCommands = { new("SET LOCAL jit = off"), Command(Actions, filter, report), Command(Days, filter, report) },
        };
        await using var row = await batch.ExecuteReaderAsync(cancellationToken);
        var actions = new DailyActions();
        while (await row.ReadAsync(cancellationToken))
        {
            if (!row.IsDBNull(2) && !row.IsDBNull(3)) // else Meta has sent something that is no count of actions
                actions.Add(row.GetFieldValue<DateOnly>(0), row.Text(1), row.GetString(2), row.GetDecimal(3));
        }

        action ??= actions.Default();
        await row.NextResultAsync(cancellationToken);
        var days = new List<DailyFigures>();
        while (await row.ReadAsync(cancellationToken))
        {
            var (day, currency) = (row.GetFieldValue<DateOnly>(0), row.Text(1));
            days.Add(new(day, currency, row.GetDecimal(2), row.GetInt64(3), row.GetInt64(4), actions.Count(day, currency, action), row.GetBoolean(5)));
        }

        return new DailyInsights(report, action, actions.Totals(), [.. days.Select(day => day.Currency).OfType<string>().Distinct()], days);
    }

    private static NpgsqlBatchCommand Command(string sql, DayFilter filter, string report) => new(sql)
    {
        Parameters =
        {
            new() { Value = filter.AccountNames },
            new() { Value = report },
            new() { Value = filter.DateRange.StartDate },
            new() { Value = filter.DateRange.EndDate },
        },
    };
}
