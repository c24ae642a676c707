using System.Globalization;
using Npgsql;

namespace MetaSync.Tests.Support;

/// <summary>A database as it is after five years: made up by PostgreSQL itself, in seconds.</summary>
/// <remarks>Each day was read twice; a few have no delivery, a few have failed when they were read again, and a few were never asked for.</remarks>
internal static class FiveYears
{
    /// <summary>The days of an account.</summary>
    public const int Days = 5 * 365;

    /// <summary>The accounts' names, for <c>Meta:Accounts</c>.</summary>
    public static string Accounts(int accounts) =>
        string.Join(',', Enumerable.Range(1, accounts).Select(number => string.Create(CultureInfo.InvariantCulture, $"act_{number}")));

    /// <param name="database">One that has our schema, and no day of these accounts.</param>
    /// <param name="accounts">How many, from <c>act_1</c> on.</param>
    /// <param name="cancellationToken">The test's.</param>
    /// <param name="days">How many days, up to yesterday.</param>
    /// <param name="ads">How many rows a day has.</param>
    public static async Task FillAsync(NpgsqlDataSource database, int accounts, CancellationToken cancellationToken, int days = Days, int ads = 1)
    {
        await using var command = database.CreateCommand(string.Create(CultureInfo.InvariantCulture, $$"""
            CREATE TEMP TABLE filled ON COMMIT DROP AS
            SELECT 'act_' || n AS account, n, day::date, (day - '2000-01-01') % 97 = n % 97 AS is_empty, (day - '2000-01-01') % 401 = n % 401 AS is_failed,
                   md5('range' || n)::uuid AS first_batch, md5('refresh' || n)::uuid AS second_batch,
                   least(now() - interval '2 days', (day + 1)::timestamptz) AS first_as_of, least(now() - interval '1 hour', (day + 40)::timestamptz) AS second_as_of
            FROM generate_series(1, {{accounts}}) AS n, (SELECT current_date - ago AS day FROM generate_series(1, {{days}}) AS ago) AS days
            WHERE (day - '2000-01-01') % 503 <> n % 503;

            INSERT INTO metasync.accounts (account, name, currency, time_zone, utc_offset, status, read_at)
            SELECT 'act_' || n, 'Account ' || n, (ARRAY['EUR', 'USD', 'JPY'])[1 + n % 3], (ARRAY['Europe/Berlin', 'America/New_York', 'Asia/Tokyo'])[1 + n % 3],
                   (ARRAY['01:00', '-05:00', '09:00'])[1 + n % 3]::interval, 1, now()
            FROM generate_series(1, {{accounts}}) AS n
            ON CONFLICT (account) DO UPDATE SET currency = excluded.currency, time_zone = excluded.time_zone, utc_offset = excluded.utc_offset, read_at = now();

            INSERT INTO metasync.reports (report, level) VALUES ('ad', 'ad') ON CONFLICT DO NOTHING;

            INSERT INTO metasync.sync_batches (id, kind, start_date, end_date, accounts, created_at)
            SELECT first_batch, 'range', min(day), max(day), ARRAY[min(account)], now() - interval '3 days' FROM filled GROUP BY first_batch
            UNION ALL SELECT second_batch, 'refresh', min(day), max(day), ARRAY[min(account)], now() - interval '1 day' FROM filled GROUP BY second_batch;

            INSERT INTO metasync.sync_days (batch_id, kind, lane, account, day, end_day, state, attempts, rows, calls, changed, started_at, finished_at, updated_at)
            SELECT first_batch, 'range', 'meta_sync', account, day, day, 'succeeded', 1, CASE WHEN is_empty THEN 0 ELSE {{ads}} END, 1, true,
                   first_as_of, first_as_of + interval '2 s', first_as_of + interval '2 s' FROM filled ORDER BY day, n;

            INSERT INTO metasync.sync_days (
              batch_id, kind, lane, account, day, end_day, state, attempts, rows, calls, changed, started_at, finished_at, updated_at, error_code, error_message, error_remedy)
            SELECT second_batch, 'refresh', 'meta_sync', account, day, day, CASE WHEN is_failed THEN 'failed' ELSE 'succeeded' END, 1,
                   CASE WHEN is_empty THEN 0 ELSE {{ads}} END, 1, false, second_as_of, second_as_of + interval '2 s', second_as_of + interval '2 s',
                   CASE WHEN is_failed THEN 1 END, CASE WHEN is_failed THEN 'An unknown error occurred' END, CASE WHEN is_failed THEN 'Retry the day.' END
            FROM filled ORDER BY day, n;

            INSERT INTO metasync.insights_days (account, report, day, rows, as_of, changed_at, batch_id)
            SELECT account, 'ad', day, CASE WHEN is_empty THEN 0 ELSE {{ads}} END, CASE WHEN is_failed THEN first_as_of ELSE second_as_of END, first_as_of,
                   CASE WHEN is_failed THEN first_batch ELSE second_batch END
            FROM filled ORDER BY account, day;

            INSERT INTO metasync.insights_fetches (account, report, day, as_of, day_id, rows, spend, impressions, clicks)
            SELECT filled.account, 'ad', filled.day, reading.as_of, id, CASE WHEN is_empty THEN 0 ELSE {{ads}} END, reading.spend, 1000, 10
            FROM filled JOIN metasync.sync_days AS job USING (account, day)
            CROSS JOIN LATERAL (VALUES (first_batch, first_as_of, 12.34), (second_batch, second_as_of, 12.44)) AS reading (batch_id, as_of, spend)
            WHERE job.batch_id = reading.batch_id AND job.state = 'succeeded';

            INSERT INTO metasync.insights (account, report, day, campaign_id, adset_id, ad_id, impressions, clicks, reach, spend, row, as_of, batch_id)
            SELECT account, 'ad', day, '1' || ad % 5, '2' || ad % 10, '3' || ad, 1000, 10, 900, 12.44, jsonb_build_object(
                     'date_start', day, 'date_stop', day, 'account_currency', (ARRAY['EUR', 'USD', 'JPY'])[1 + n % 3], 'campaign_id', '1' || ad % 5,
                     'campaign_name', 'Campaign ' || ad % 5, 'adset_id', '2' || ad % 10, 'adset_name', 'Ad set ' || ad % 10, 'ad_id', '3' || ad, 'ad_name', 'Ad ' || ad,
                     'impressions', '1000', 'clicks', '10', 'reach', '900', 'spend', '12.44', 'actions', jsonb_build_array(
                       jsonb_build_object('action_type', 'link_click', 'value', '8'), jsonb_build_object('action_type', 'landing_page_view', 'value', '6'),
                       jsonb_build_object('action_type', 'post_engagement', 'value', '20'), jsonb_build_object('action_type', 'purchase', 'value', '1'))),
                   second_as_of, second_batch
            FROM filled, generate_series(1, {{ads}}) AS ad WHERE NOT is_empty ORDER BY account, day, ad;

            ANALYZE metasync.accounts, metasync.sync_batches, metasync.sync_days, metasync.insights_days, metasync.insights_fetches, metasync.insights;
            """));
        command.CommandTimeout = 300;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
