using MetaSync.Tests.Support;

namespace MetaSync.Tests.Reports;

public sealed class ProvisionalTests(PostgresServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("2026-01-29T22:59:59Z", true)] // 28 whole days after the end of the first of January, by the account's clock
    [InlineData("2026-01-29T23:00:00Z", false)]
    public async Task A_day_is_provisional_by_the_accounts_clock_also_where_the_server_does_not_know_its_zone(string asOf, bool provisional)
    {
        await using var worker = await WorkerParts.CreateAsync(server, new ScriptedMeta(_ => new { }), Cancel);
        await worker.ExecuteAsync($$"""
            UPDATE metasync.accounts SET time_zone = 'Mars/Olympus_Mons', utc_offset = interval '1 hour';
            INSERT INTO metasync.insights_days (account, report, day, rows, as_of, changed_at, batch_id)
            SELECT 'act_1', 'ad', '2026-01-01', 1, '{{asOf}}', '{{asOf}}', id FROM metasync.sync_batches;
            INSERT INTO metasync.insights (account, report, day, campaign_id, adset_id, ad_id, impressions, clicks, reach, spend, row, as_of, batch_id)
            SELECT 'act_1', 'ad', '2026-01-01', '1', '2', '3', 4, 5, 6, 7.89, '{"ad_name":"A","actions":[{"action_type":"purchase","value":"2"}]}', '{{asOf}}', id FROM metasync.sync_batches;
            """, Cancel);

        Assert.Equal([provisional], await worker.ColumnAsync<bool>("SELECT provisional FROM metasync.ad_insights WHERE ad_name = 'A' AND spend = 7.89 AND currency = 'EUR'", Cancel));
        Assert.Equal([2m], await worker.ColumnAsync<decimal>("SELECT count FROM metasync.ad_actions WHERE action_type = 'purchase'", Cancel));
    }
}
