using MetaSync.Tests.Support;

namespace MetaSync.Tests.Calendar;

/// <summary>Days as workers leave them, written by hand so that each is exactly what a test is about.</summary>
internal static class StoredDays
{
    /// <summary>Two accounts, one in Berlin and one in Los Angeles, and nothing else.</summary>
    public static async Task<SyncApplication> WithoutDaysAsync(this IdleApplication application, CancellationToken cancellationToken)
    {
        var app = await application.EmptiedAsync(cancellationToken);
        await app.ExecuteAsync("""
            TRUNCATE metasync.accounts, metasync.reports, metasync.insights, metasync.insights_days, metasync.insights_fetches;
            INSERT INTO metasync.accounts (account, name, currency, time_zone, utc_offset, status, read_at) VALUES
              ('act_1', 'Berlin', 'EUR', 'Europe/Berlin', '01:00', 1, now()), ('act_2', 'Los Angeles', 'USD', 'America/Los_Angeles', '-08:00', 1, now());
            INSERT INTO metasync.sync_batches (id, start_date, end_date, accounts, requested_by)
            VALUES ('0199c0de-0000-7000-8000-000000000001', '2026-01-01', '2026-01-31', '{act_1}', 'Ada');
            """, cancellationToken);
        return app;
    }

    public static Task StoreAsync(this SyncApplication app, string day, int rows, string asOf, string account = "act_1", string report = "ad") => app.ExecuteAsync($"""
        INSERT INTO metasync.insights_days (account, report, day, rows, as_of, changed_at, batch_id)
        VALUES ('{account}', '{report}', '{day}', {rows}, '{asOf}', '{asOf}', '0199c0de-0000-7000-8000-000000000001')
        """, TestContext.Current.CancellationToken);

    public static Task JobAsync(this SyncApplication app, string day, string state, string? finishedAt = null, string? endDay = null) => app.ExecuteAsync($"""
        INSERT INTO metasync.sync_days (batch_id, lane, account, day, end_day, state, run_token, waiting_reason, waiting_until, finished_at, error_message)
        VALUES ('0199c0de-0000-7000-8000-000000000001', 'meta_sync', 'act_1', '{day}', '{endDay ?? day}', '{state}',
                CASE '{state}' WHEN 'running' THEN gen_random_uuid() END, CASE '{state}' WHEN 'waiting' THEN 'rate_limit' END,
                CASE '{state}' WHEN 'waiting' THEN now() + interval '1 hour' END, {(finishedAt is null ? "NULL" : $"'{finishedAt}'")},
                CASE '{state}' WHEN 'failed' THEN 'Meta said no' END)
        """, TestContext.Current.CancellationToken);

    public static Task RowAsync(this SyncApplication app, string account, string day, string ad, decimal spend, string row) => app.ExecuteAsync(FormattableString.Invariant($$"""
        INSERT INTO metasync.insights (account, report, day, campaign_id, adset_id, ad_id, impressions, clicks, reach, spend, row, as_of, batch_id)
        VALUES ('{{account}}', 'ad', '{{day}}', '1', '2', '{{ad}}', 100, 10, 90, {{spend}}, '{{row}}', now(), '0199c0de-0000-7000-8000-000000000001')
        """), TestContext.Current.CancellationToken);
}
