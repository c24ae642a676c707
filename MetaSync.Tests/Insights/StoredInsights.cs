using System.Globalization;
using MetaSync.Tests.Support;

namespace MetaSync.Tests.Insights;

/// <summary>Rows as a worker would have stored them, made by the database itself: thousands of them in a moment.</summary>
internal static class StoredInsights
{
    /// <summary>What is hard to write down: quotes, line ends, other scripts, half a pair's neighbours, formulas.</summary>
    public static readonly string[] HardNames =
        ["Plain", "Käse, \"Wurst\" & 'Brot'", "two\r\nlines\tand a tab", "夏のセール 🎉 עברית", "=1+2", "+49 30 1", "-5.5", "@sum", "\tindented", " padded ", "", "back\\slash \\N", "＝１"];

    public static async Task AddAccountsAsync(SyncApplication app, CancellationToken cancellationToken) => await app.ExecuteAsync("""
        INSERT INTO metasync.accounts (account, name, currency, time_zone, utc_offset, read_at)
        VALUES ('act_1', 'One', 'EUR', 'Europe/Berlin', interval '1 hour', now()), ('act_2', 'Two', 'USD', 'America/New_York', interval '-5 hours', now())
        """, cancellationToken);

    /// <summary>Adds days with so many ads each, in campaigns of a hundred. Each row has about 700 bytes that no compression makes much smaller.</summary>
    public static async Task AddAsync(SyncApplication app, string account, string startDate, int days, int ads, CancellationToken cancellationToken)
    {
        await using var command = app.Database.CreateCommand("""
            INSERT INTO metasync.insights (account, report, day, campaign_id, adset_id, ad_id, impressions, clicks, reach, spend, row, as_of, batch_id)
            SELECT $1, 'ad', day::date, '1200' || ad / 100, '1300' || ad / 10, '1400' || lpad(ad::text, 8, '0'), ad * 7 % 9973, ad % 31, ad * 5 % 9001, (ad * 13 % 100000) / 100.0,
                   jsonb_build_object(
                     'campaign_id', '1200' || ad / 100, 'campaign_name', names.one[1 + ad / 100 % array_length(names.one, 1)], 'adset_name', 'Set ' || ad / 10,
                     'ad_name', names.one[1 + ad % array_length(names.one, 1)], 'account_currency', $5, 'spend', ((ad * 13 % 100000) / 100.0)::text,
                     'impressions', (ad * 7 % 9973)::text, 'clicks', (ad % 31)::text, 'date_start', day::date::text, 'date_stop', day::date::text,
                     'actions', jsonb_build_array(jsonb_build_object('action_type', 'link_click', 'value', (ad % 31)::text), jsonb_build_object('action_type', 'purchase', 'value', (ad % 3)::text)),
                     'action_values', jsonb_build_array(jsonb_build_object('action_type', 'purchase', 'value', (ad % 3 * 19.99)::text)),
                     'inline_link_clicks', (ad % 31)::text, 'key', md5((extract(epoch FROM day) + ad)::text)),
                   day + interval '40 days 1 microsecond', '00000000-0000-0000-0000-000000000001'
            FROM (SELECT $6::text[]) AS names (one), generate_series($2::date, $2::date + $3 - 1, interval '1 day') AS day, generate_series(1, $4) AS ad
            """);
        command.CommandTimeout = 0;
        var day = DateOnly.ParseExact(startDate, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        object[] values = [account, day, days, ads, account == "act_1" ? "EUR" : "USD", HardNames];
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellationToken);
        await RecordDaysAsync(app, cancellationToken);
    }

    /// <summary>Records days as they are stored, those that are not recorded yet.</summary>
    public static async Task RecordDaysAsync(SyncApplication app, CancellationToken cancellationToken)
    {
        await using var command = app.Database.CreateCommand("""
            INSERT INTO metasync.insights_days (account, report, day, rows, as_of, changed_at, batch_id)
            SELECT account, report, day, count(*), max(as_of), max(as_of), '00000000-0000-0000-0000-000000000001' FROM metasync.insights GROUP BY account, report, day
            ON CONFLICT DO NOTHING;
            """);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
