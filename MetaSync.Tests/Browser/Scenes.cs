using MetaSync.Tests.Support;

namespace MetaSync.Tests.Browser;

/// <summary>What the page may find: written into the tables, so that it stands still while it is looked at.</summary>
internal static class Scenes
{
    public const string Nothing = """
        TRUNCATE metasync.sync_batches, metasync.sync_days, metasync.insights, metasync.insights_days, metasync.insights_fetches CASCADE;
        DELETE FROM metasync.rate_limits;
        DELETE FROM metasync.fetch_plans;
        """;

    /// <summary>A year of act_1, with a gap, a failed day and a day without delivery, and a batch that is in the middle of its way.</summary>
    private const string Year = """
        INSERT INTO metasync.sync_batches (id, start_date, end_date, accounts, requested_by, created_at)
        VALUES ('00000000-0000-0000-0000-000000000001', current_date - 340, current_date - 1, '{act_1}', 'anna', now() - interval '1 day');
        INSERT INTO metasync.insights_days (account, report, day, rows, as_of, changed_at, batch_id)
        SELECT 'act_1', 'ad', day, CASE WHEN day = current_date - 50 THEN 0 ELSE 2 END, now() - interval '1 hour', now() - interval '1 hour', '00000000-0000-0000-0000-000000000001'
        FROM generate_series(current_date - 340, current_date - 1, interval '1 day') AS day WHERE day NOT BETWEEN current_date - 120 AND current_date - 100;
        INSERT INTO metasync.insights (account, report, day, campaign_id, adset_id, ad_id, impressions, clicks, reach, spend, row, as_of, batch_id)
        SELECT 'act_1', 'ad', day, 'campaign', 'adset', 'ad_' || ad, 1000 + n, 20 + n % 7, 900, 12.5 + n % 9, '{"actions":[{"action_type":"purchase","value":"3"},{"action_type":"link_click","value":"17"}]}',
               now() - interval '1 hour', '00000000-0000-0000-0000-000000000001'
        FROM (SELECT day, ad, extract(doy FROM day)::int AS n FROM metasync.insights_days CROSS JOIN generate_series(1, rows) AS ad) AS stored;
        INSERT INTO metasync.insights_fetches (account, report, day, as_of, day_id, rows, spend, impressions, clicks)
        SELECT account, report, day, as_of - reading * interval '1 day', 0, rows, 25 - reading, 2000, 40 FROM metasync.insights_days CROSS JOIN generate_series(0, 1) AS reading;
        INSERT INTO metasync.sync_days (batch_id, lane, account, day, end_day, state, attempts, calls, started_at, finished_at, error_code, error_message, error_fbtrace_id, error_remedy, trace_id)
        VALUES ('00000000-0000-0000-0000-000000000001', 'meta_sync', 'act_1', current_date - 60, current_date - 60, 'failed', 1, 2, now() - interval '3 hours', now() - interval '2 hours',
                3018, 'The start date is beyond 37 months', 'AbC123', 'Leave the day out.', '4bf92f3577b34da6a3ce929d0e0e4736');
        DELETE FROM metasync.insights_days WHERE day = current_date - 60;
        """;

    private const string Batch = """
        INSERT INTO metasync.sync_batches (id, start_date, end_date, accounts, requested_by, mode, paused_at, pause_reason)
        VALUES ('00000000-0000-0000-0000-000000000002', current_date - 120, current_date - 100, '{act_1}', 'anna', 'missing',
                CASE WHEN '{0}' = 'paused' THEN now() END, CASE WHEN '{0}' = 'paused' THEN 'requested' END);
        INSERT INTO metasync.sync_days (batch_id, lane, account, day, end_day, state, attempts, run_token, rows, calls, started_at, finished_at, waiting_reason, waiting_meter, waiting_until)
        SELECT '00000000-0000-0000-0000-000000000002', 'meta_sync', 'act_1', current_date - 120 + n, current_date - 120 + n, state, 1, CASE WHEN state = 'running' THEN gen_random_uuid() END,
               2, 1, CASE WHEN n <= 8 THEN now() - interval '8 minutes' + n * interval '1 minute' END, CASE WHEN n < 8 THEN now() - interval '7 minutes' + n * interval '1 minute' END,
               CASE WHEN state = 'waiting' THEN 'rate_limit' END, CASE WHEN state = 'waiting' THEN 'score' END, CASE WHEN state = 'waiting' THEN now() + interval '20 minutes' END
        FROM (SELECT n, CASE WHEN n < 8 THEN 'succeeded' WHEN n = 8 THEN '{0}' WHEN '{0}' = 'paused' THEN 'paused' ELSE 'queued' END AS state FROM generate_series(0, 20) AS n) AS days;
        """;

    private const string FullMeter = """
        INSERT INTO metasync.rate_limits (scope, subject, meter, percent, read_at, blocked_until, error_message)
        VALUES ('account', 'act_1', 'score', 104, now(), now() + interval '20 minutes', 'There have been too many calls from this ad-account.');
        """;

    public static Func<SyncApplication, Task>? Named(string name) => name switch
    {
        "empty" => null,
        "stored" => Of(Year),
        "running" => Of(Year + Batch.Replace("{0}", "running", StringComparison.Ordinal)),
        "waiting" => Of(Year + Batch.Replace("{0}", "waiting", StringComparison.Ordinal) + FullMeter),
        "paused" => Of(Year + Batch.Replace("{0}", "paused", StringComparison.Ordinal)),
        _ => throw new ArgumentException($"There is no scene '{name}'.", nameof(name)),
    };

    private static Func<SyncApplication, Task> Of(string sql) => app => app.ExecuteAsync(sql, TestContext.Current.CancellationToken);
}
