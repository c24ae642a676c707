using System.Text.Json;
using MetaSync.Sync;
using MetaSync.Worker.Accounts;
using MetaSync.Worker.Meta;
using MetaSync.Worker.Reports;
using Npgsql;

namespace MetaSync.Worker.Sync;

/// <summary>What the database knows when a day's run begins.</summary>
/// <param name="Account">Null when it was never read.</param>
/// <param name="Done">The reports that earlier runs of the day are done with, each with Meta's refusal, if it was refused.</param>
/// <param name="AtWork">The report of which a run is at work at Meta; a day has one at a time.</param>
/// <param name="Plans">By report, the way that has worked for the account.</param>
internal sealed record KnownOfDay(AccountState? Account, Dictionary<string, MetaError?> Done, string? AtWork, Dictionary<string, FetchPlan> Plans);

/// <summary>Reads in one round trip what a run has to know before its first call.</summary>
internal sealed class DayStart(NpgsqlDataSource database)
{
    public async Task<KnownOfDay> ReadAsync(DayRun run, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        Add(batch, """
            SELECT time_zone, utc_offset, CASE WHEN denied_until > now() THEN denied_reason END, denied_remedy FROM metasync.accounts WHERE account = $1
            """, run.Account);
        Add(batch, "SELECT report, refused::text FROM metasync.sync_day_reports WHERE day_id = $1", run.DayId);
        Add(batch, "SELECT report FROM metasync.report_runs WHERE day_id = $1 AND state IN ('submitting', 'running')", run.DayId);
        // What was learned is forgotten after a week: one big day must not make a year of small ones slow.
        Add(batch, """
            SELECT report, mode, page_size, campaigns_per_run, dropped_fields FROM metasync.fetch_plans
            WHERE account = $1 AND learned_at > now() - interval '7 days'
            """, run.Account);

        await using var row = await batch.ExecuteReaderAsync(cancellationToken);
        var account = await row.ReadAsync(cancellationToken) ? Account(row) : null;

        await row.NextResultAsync(cancellationToken);
        var done = new Dictionary<string, MetaError?>();
        while (await row.ReadAsync(cancellationToken))
            done.Add(row.GetString(0), row.IsDBNull(1) ? null : JsonSerializer.Deserialize<MetaError>(row.GetString(1)));

        await row.NextResultAsync(cancellationToken);
        var atWork = await row.ReadAsync(cancellationToken) ? row.GetString(0) : null;

        await row.NextResultAsync(cancellationToken);
        var plans = new Dictionary<string, FetchPlan>();
        while (await row.ReadAsync(cancellationToken))
        {
            plans.Add(row.GetString(0), new FetchPlan(
                Enum.Parse<FetchMode>(row.GetString(1), ignoreCase: true), row.GetInt32(2), row.Number(3), row.GetFieldValue<string[]>(4)));
        }

        return new KnownOfDay(account, done, atWork, plans);
    }

    private static AccountState Account(NpgsqlDataReader row)
    {
        var denied = row.IsDBNull(2) ? null : MetaError.OfTransport(row.GetString(2)) with { Remedy = row.Text(3) };
        return new AccountState(row.IsDBNull(0) ? null : new AccountZone(row.GetString(0), row.GetTimeSpan(1)), denied);
    }

    private static void Add(NpgsqlBatch batch, string sql, object key) =>
        batch.BatchCommands.Add(new(sql) { Parameters = { new() { Value = key } } });
}
