using System.Text.RegularExpressions;
using MetaSync.ApiService.Insights;
using MetaSync.Tests.Support;

namespace MetaSync.Tests.Insights;

/// <summary>docs/data.md is run: each of its queries, on days whose answers are known.</summary>
public sealed partial class DataPageTests(DataPageTests.Application application) : IClassFixture<DataPageTests.Application>
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "data.md"));

    private readonly SyncApplication _app = application.App;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Two campaigns of act_1 over three weeks: Shoes spends 10 a day, then 15, and sells 2 for 50 each; one day is odd, one was restated, one failed.</summary>
    public sealed class Application(PostgresServer server) : IAsyncLifetime
    {
        internal SyncApplication App { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            App = await SyncApplication.StartAsync(server, workers: 0, Cancel);
            await App.ExecuteAsync("""
                INSERT INTO metasync.accounts (account, name, currency, time_zone, utc_offset, read_at) VALUES ('act_1', 'One', 'EUR', 'Europe/Berlin', interval '1 hour', now());
                INSERT INTO metasync.insights (account, report, day, campaign_id, adset_id, ad_id, impressions, clicks, reach, spend, row, as_of, batch_id)
                SELECT 'act_1', 'ad', day::date, campaign.id, campaign.id || '1', campaign.id || '2', 100, 5, 80, CASE WHEN day < '2026-01-12' THEN campaign.spend ELSE campaign.spend * 1.5 END,
                       jsonb_build_object('campaign_name', campaign.name, 'inline_link_clicks', '5', 'ctr', '5.0',
                         'actions', '[{"action_type":"purchase","value":"2"},{"action_type":"link_click","value":"5"}]'::jsonb, 'action_values', '[{"action_type":"purchase","value":"100.00"}]'::jsonb),
                       day + interval '1 month', gen_random_uuid()
                FROM generate_series(date '2026-01-05', date '2026-01-25', interval '1 day') AS day, (VALUES ('1', 'Shoes', 10.00), ('2', 'Hats', 4.00)) AS campaign (id, name, spend);
                UPDATE metasync.insights SET row = row || '{"inline_link_clicks":"many","ctr":{"a":1},"cpc":"1e999999","actions":"none","action_values":[7,{"action_type":"purchase","value":"a lot"}]}' WHERE day = '2026-01-25' AND campaign_id = '2';
                INSERT INTO metasync.sync_batches (id, start_date, end_date, accounts) VALUES ('00000000-0000-0000-0000-000000000001', '2026-01-01', '2026-01-31', '{act_1}');
                INSERT INTO metasync.sync_days (batch_id, lane, account, day, end_day, state, finished_at, error_message)
                VALUES ('00000000-0000-0000-0000-000000000001', 'meta_sync', 'act_1', '2026-01-03', '2026-01-04', 'failed', now(), 'Meta had enough');
                """, Cancel);
            await StoredInsights.RecordDaysAsync(App, Cancel);
            await App.ExecuteAsync("""
                UPDATE metasync.insights_days SET as_of = day + interval '2 days' WHERE day > '2026-01-23';
                INSERT INTO metasync.insights_fetches (account, report, day, as_of, day_id, rows, spend, impressions, clicks)
                VALUES ('act_1', 'ad', '2026-01-05', '2026-01-06', 1, 2, 13.5, 200, 10), ('act_1', 'ad', '2026-01-05', '2026-01-07', 1, 2, 13.7, 200, 10), ('act_1', 'ad', '2026-01-05', '2026-02-05', 2, 2, 14, 200, 10),
                       ('act_1', 'ad', '2026-01-06', '2026-01-07', 1, 2, 14, 200, 10), ('act_1', 'ad', '2026-01-06', '2026-02-06', 2, 2, 14, 200, 10)
                """, Cancel);
        }

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }

    [Theory]
    [InlineData("What was spent per day and campaign?", "campaign, spend, impressions, clicks", "day = '2026-01-12'", "Shoes 15.0 100 5", "Hats 6.0 100 5")]
    [InlineData("What did a result cost, by type of action?", "campaign, results, spend, cost_per_result, return_on_ad_spend", "action_type = 'purchase'", "Hats 40 112.0 2.80 17.86", "Shoes 42 280.0 6.67 7.50")]
    [InlineData("How did each campaign do against the week before?", "campaign, spend, spend_before, percent", "week = '2026-01-12'", "Hats 42.0 28.0 50.0", "Shoes 105.0 70.0 50.0")]
    [InlineData("What has Meta restated since the first reading?", "day, first_spend, last_spend, restated", "true", "2026-01-05 13.5 14 0.5")]
    [InlineData("Which days are provisional, and which are not in at all?", "state, count(*)", "true GROUP BY state ORDER BY state", "failed 2", "final 19", "missing 8", "provisional 2")]
    public async Task A_question_on_the_page_is_answered(string question, string columns, string where, params string[] answer)
    {
        var sql = Queries().Matches(Page).Single(match => match.Groups["question"].Value == question).Groups["sql"].Value.Replace(";", "", StringComparison.Ordinal);
        await using var command = _app.Database.CreateCommand($"SELECT concat_ws(' ', {columns.Replace("count(*)", "count(*)::text", StringComparison.Ordinal)}) FROM ({sql}) AS answer WHERE {where}");
        await using var row = await command.ExecuteReaderAsync(Cancel);
        var found = new List<string>();
        while (await row.ReadAsync(Cancel))
            found.Add(Trailing().Replace(row.GetString(0), "$1"));

        Assert.Equal(answer.Select(line => Trailing().Replace(line, "$1")), found);
    }

    [Fact]
    public async Task The_page_has_no_other_query_and_every_column_table_and_view_that_it_names()
    {
        Assert.Equal(5, Queries().Count(Page));
        foreach (var column in ExportColumn.All)
            Assert.Contains($"`{column.Name}`", Page);
        Assert.Equal(
            ExportColumn.All.Select(column => column.Name),
            await ColumnAsync("SELECT attname::text FROM pg_attribute WHERE attrelid = 'metasync.report_insights'::regclass AND attnum > 0 ORDER BY attnum"));
        foreach (var relation in Relations().Matches(Page[Page.IndexOf("## Tables and views", StringComparison.Ordinal)..]).Select(match => match.Groups["name"].Value))
            Assert.NotNull(await _app.ScalarAsync<string>($"SELECT to_regclass('metasync.{relation}')::text", Cancel));
    }

    [Fact]
    public async Task One_odd_value_becomes_null_and_fails_no_view()
    {
        Assert.Equal(42, await _app.ScalarAsync<long>("SELECT count(*) FROM (SELECT * FROM metasync.ad_insights OFFSET 0) AS rows", Cancel));
        Assert.Equal(41, await _app.ScalarAsync<long>("SELECT count(inline_link_clicks) FROM metasync.ad_insights", Cancel));
        Assert.Equal(["purchase:~:~"], await ColumnAsync(
            "SELECT concat_ws(':', action_type, coalesce(count::text, '~'), coalesce(amount::text, '~')) FROM metasync.ad_actions WHERE campaign_id = '2' AND day = '2026-01-25'"));
    }

    private async Task<IReadOnlyList<string>> ColumnAsync(string sql)
    {
        await using var command = _app.Database.CreateCommand(sql);
        await using var row = await command.ExecuteReaderAsync(Cancel);
        var values = new List<string>();
        while (await row.ReadAsync(Cancel))
            values.Add(row.GetString(0));
        return values;
    }

    [GeneratedRegex(@"### (?<question>[^\n]+)\n(?:(?!###|```).)*```sql\n(?<sql>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Queries();

    [GeneratedRegex(@"^\| `(?<name>\w+)`", RegexOptions.Multiline)]
    private static partial Regex Relations();

    /// <summary>Zeros at the end of a number, which depend on how it was reckoned.</summary>
    [GeneratedRegex(@"(\.\d*?)0+(?= |$)")]
    private static partial Regex Trailing();
}
