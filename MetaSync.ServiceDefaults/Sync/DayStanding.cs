using Npgsql;

namespace MetaSync.Sync;

/// <summary>What is stored of a day.</summary>
public enum DayData
{
    /// <summary>Not all of its reports.</summary>
    Missing,

    /// <summary>All, and Meta may still restate them.</summary>
    Provisional,

    /// <summary>All, and they are the last word.</summary>
    Final,

    /// <summary>All, without a row: nothing was delivered.</summary>
    Empty,
}

/// <summary>How things stand with a day before it is enqueued.</summary>
/// <param name="Waits">Whether an unfinished job covers it.</param>
/// <param name="HasFailed">Whether the job that covered it and finished last has failed.</param>
/// <param name="Data">What is stored of it.</param>
public readonly record struct DayStanding(bool Waits, bool HasFailed, DayData Data)
{
    /// <summary>The days that jobs of the plan's accounts cover.</summary>
    /// <remarks>Days are counted by number and not by a series of instants: the session's zone may have days without a midnight.</remarks>
    private const string Covered = """
        FROM metasync.sync_days CROSS JOIN LATERAL (SELECT day + n AS covered FROM generate_series(0, end_day - day) AS n) AS chunk
        WHERE account = ANY ($1) AND day BETWEEN $2 - $4 AND $3 AND end_day >= $2
        """;

    /// <summary>By unfinished jobs.</summary>
    private const string Waiting = $"SELECT DISTINCT account, covered {Covered} AND state IN ('queued', 'running', 'waiting', 'paused')";

    /// <summary>By the finished one that came last.</summary>
    private const string Finished = $"""
        SELECT DISTINCT ON (account, covered) account, covered, state = 'failed' {Covered} AND state IN ('succeeded', 'failed', 'cancelled')
        ORDER BY account, covered, finished_at DESC, id DESC
        """;

    /// <summary>Of the days that have all of their reports.</summary>
    private const string Stored = """
        SELECT stored.account, stored.day,
               CASE WHEN bool_or(as_of < (day + 29)::timestamp AT TIME ZONE coalesce(account.utc_offset, interval '0')) THEN 'Provisional'
                    WHEN sum(rows) = 0 THEN 'Empty' ELSE 'Final' END
        FROM metasync.insights_days AS stored
        LEFT JOIN metasync.reports AS report ON report.report = stored.report AND report.is_configured
        LEFT JOIN metasync.accounts AS account ON account.account = stored.account
        WHERE stored.account = ANY ($1) AND stored.day BETWEEN $2 AND $3
          AND (report.report IS NOT NULL OR NOT EXISTS (SELECT FROM metasync.reports WHERE is_configured))
        GROUP BY stored.account, stored.day
        HAVING count(*) >= (SELECT count(*) FROM metasync.reports WHERE is_configured)
        """;

    /// <summary>How things stand with the days of a plan, in the plan's order.</summary>
    public static async Task<DayStanding[]> ReadAsync(NpgsqlConnection connection, BatchPlan plan, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { OfJobs(Waiting, plan), OfJobs(Finished, plan), Command(Stored, plan) } };
        await using var row = await batch.ExecuteReaderAsync(cancellationToken);
        var standings = new Dictionary<(string, DateOnly), DayStanding>();
        while (await row.ReadAsync(cancellationToken))
            standings.Add(Day(row), new(Waits: true, HasFailed: false, DayData.Missing));
        await row.NextResultAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            var day = Day(row);
            standings[day] = standings.GetValueOrDefault(day) with { HasFailed = row.GetBoolean(2) };
        }

        await row.NextResultAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            var day = Day(row);
            standings[day] = standings.GetValueOrDefault(day) with { Data = Enum.Parse<DayData>(row.GetString(2)) };
        }

        return [.. plan.Days.Select(day => standings.GetValueOrDefault((day.Account, day.Day)))];
    }

    private static (string Account, DateOnly Day) Day(NpgsqlDataReader row) => (row.GetString(0), row.GetFieldValue<DateOnly>(1));

    private static NpgsqlBatchCommand OfJobs(string sql, BatchPlan plan)
    {
        var command = Command(sql, plan);
        command.Parameters.Add(new() { Value = BatchPlan.MaxChunkDays - 1 }); // else the index is read from the account's first day on: 40 ms after 110,000 days
        return command;
    }

    private static NpgsqlBatchCommand Command(string sql, BatchPlan plan) => new(sql)
    {
        Parameters =
        {
            new() { Value = plan.Accounts.ToArray() },
            new() { Value = plan.DateRange.StartDate },
            new() { Value = plan.DateRange.EndDate },
        },
    };
}
