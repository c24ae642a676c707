using MetaSync.Sync;
using Npgsql;

namespace MetaSync.ApiService.Sync;

/// <summary>How many calls to Meta it may take.</summary>
internal sealed record CallEstimate(int Low, int High);

/// <summary>A job that would be enqueued.</summary>
/// <param name="Account">Of which account.</param>
/// <param name="Day">Its first day.</param>
/// <param name="EndDay">Its last day.</param>
/// <param name="Why"><c>missing</c>, <c>failed</c>, <c>provisional</c>, <c>final</c> or <c>empty</c>.</param>
internal sealed record DryRunDay(string Account, DateOnly Day, DateOnly EndDay, string Why);

/// <summary>What a request would bring about.</summary>
/// <param name="DateRange">The range that was asked for.</param>
/// <param name="Mode">Which of its days.</param>
/// <param name="JobCount">How many jobs would be enqueued.</param>
/// <param name="Skipped">How many days would not.</param>
/// <param name="EstimatedCalls">By what the accounts' newest jobs of this size have cost.</param>
/// <param name="Days">The jobs, in the order in which they would run.</param>
/// <param name="SkippedDays">The days that would be left out, each because it is <c>waiting</c>, <c>in</c>, or has <c>failed</c>.</param>
internal sealed record DryRunAnswer(
    DateRange DateRange, string Mode, int JobCount, int Skipped, CallEstimate EstimatedCalls, IReadOnlyList<DryRunDay> Days, IReadOnlyList<SkippedDay> SkippedDays);

/// <summary>Says what a request would bring about, by the same decision as one that enqueues, and stores nothing.</summary>
internal sealed class DryRun(NpgsqlDataSource database)
{
    /// <summary>By how much an account that has no finished jobs may cost more than one call for each report: its pages.</summary>
    private const int Unknown = 2;

    public async Task<DryRunAnswer> TellAsync(BatchPlan plan, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var (wanted, skipped) = DaySelection.Of(plan, await DayStanding.ReadAsync(connection, plan, cancellationToken));
        var calls = await CallsAsync(connection, plan, wanted, cancellationToken);
        return new DryRunAnswer(
            plan.DateRange, plan.Mode.Word(), wanted.Count, skipped.Count, calls,
            [.. wanted.Select(days => new DryRunDay(days.Account, days.Day, days.EndDay, days.Why))], skipped);
    }

    /// <summary>Between the cheaper quarter and the dearest tenth of the account's last fifty jobs of as many days.</summary>
    private static async Task<CallEstimate> CallsAsync(NpgsqlConnection connection, BatchPlan plan, IReadOnlyList<WantedDays> wanted, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("""
            SELECT coalesce(sum(ceil(jobs * coalesce(cost.low, report.calls))), 0)::int, coalesce(sum(ceil(jobs * coalesce(cost.high, report.calls * $4))), 0)::int
            FROM unnest($1, $2) AS wanted (account, jobs)
            CROSS JOIN (SELECT greatest(count(*), 1) AS calls FROM metasync.reports WHERE is_configured) AS report
            LEFT JOIN LATERAL (
              SELECT percentile_cont(0.25) WITHIN GROUP (ORDER BY calls) AS low, percentile_cont(0.9) WITHIN GROUP (ORDER BY calls) AS high
              FROM (
                SELECT greatest(calls, 1) AS calls FROM metasync.sync_days AS day
                WHERE day.account = wanted.account AND state = 'succeeded' AND end_day - day.day = $3 - 1 ORDER BY finished_at DESC LIMIT 50
              ) AS newest
            ) AS cost ON true
            """, connection)
        {
            Parameters =
            {
                new() { Value = plan.Accounts.ToArray() },
                new() { Value = plan.Accounts.Select(account => wanted.Count(days => days.Account == account)).ToArray() },
                new() { Value = plan.ChunkDays },
                new() { Value = Unknown },
            },
        };
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return new CallEstimate(row.GetInt32(0), row.GetInt32(1));
    }
}
