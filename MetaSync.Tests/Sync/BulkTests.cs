using System.Diagnostics;
using MetaSync.Sync;
using MetaSync.Tests.Support;
using Npgsql;

namespace MetaSync.Tests.Sync;

public sealed class BulkTests(PostgresServer server)
{
    private static readonly string[] Accounts = ["act_1", "act_2", "act_3"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(LaneMode.Shared, null)]
    [InlineData(LaneMode.PerAccount, null)]
    [InlineData(LaneMode.PerAccount, "vendor=~metasync:unknown")] // which no form explains
    public async Task What_is_written_in_bulk_is_what_Quartz_writes(LaneMode lanes, string? traceState)
    {
        using var request = new Activity("request") { TraceStateString = traceState }.Start();
        await using var stock = await EnqueueingHost.StartAsync(server, bulk: false, Cancel);
        await using var bulk = await EnqueueingHost.StartAsync(server, bulk: true, Cancel);
        foreach (var host in new[] { stock, bulk })
        {
            await host.EnqueueAsync(Plan(new(2026, 1, 1), days: 20, lanes), Cancel);
            await host.EnqueueAsync(Plan(new(2026, 2, 1), days: 1, lanes), Cancel); // too few for a form, and after a tail
            await host.EnqueueAsync(Plan(new(2026, 3, 1), days: 20, lanes) with { Priority = DayPriority.High }, Cancel);
        }

        Assert.Contains(request.TraceId.ToString(), await TriggerDataAsync(bulk));
        foreach (var (table, key) in new[] { ("qrtz_job_details", "job_name"), ("qrtz_triggers", "trigger_name"), ("qrtz_simple_triggers", "trigger_name") })
        {
            var expected = await RowsAsync(stock, table, key);
            Assert.Equal(123, expected.Length);
            Assert.Equal(expected, await RowsAsync(bulk, table, key));
        }
    }

    [Fact]
    public async Task A_year_is_enqueued_with_as_few_statements_as_a_month()
    {
        await using var host = await EnqueueingHost.StartAsync(server, bulk: true, Cancel);

        var month = await host.CallsAsync(Plan(new(2026, 1, 1), days: 31, LaneMode.Shared, "act_1"), Cancel);
        var year = await host.CallsAsync(Plan(new(2025, 1, 1), days: 365, LaneMode.Shared, "act_1"), Cancel);
        var decade = await host.CallsAsync(Plan(new(2010, 1, 1), days: 3_650, LaneMode.Shared, "act_1"), Cancel);

        Assert.True(month.Count <= 9, string.Join('\n', month)); // and the commit, which has no span
        Assert.Equal(month.Count - 1, year.Count); // an empty lane: three look-ups whether it is paused; then one for its tail, and one at the server's statistics
        Assert.Equal(year.Count, decade.Count);
    }

    [Fact]
    public async Task While_a_year_is_written_the_lock_that_every_worker_needs_is_free()
    {
        await using var host = await EnqueueingHost.StartAsync(server, bulk: true, Cancel);
        await host.EnqueueAsync(Plan(new(2026, 1, 1), days: 1, LaneMode.Shared, "act_1"), Cancel);
        await using var somebody = await host.Database.OpenConnectionAsync(Cancel);
        await using var transaction = await somebody.BeginTransactionAsync(Cancel);
        await ExecuteAsync(somebody, "LOCK TABLE qrtz_simple_triggers IN SHARE MODE");

        var enqueueing = host.EnqueueAsync(Plan(new(2025, 1, 1), days: 365, LaneMode.Shared, "act_1"), Cancel);
        await Eventually.TrueAsync(
            async () => await host.Database.ScalarAsync<long>("SELECT count(*) FROM pg_locks WHERE relation = 'qrtz_simple_triggers'::regclass AND NOT granted", Cancel) == 1,
            "it is about to write into the last of Quartz's tables", Cancel);
        await ExecuteAsync(somebody, "SELECT FROM qrtz_locks WHERE lock_name = 'TRIGGER_ACCESS' FOR UPDATE NOWAIT");
        await transaction.RollbackAsync(Cancel);

        Assert.Equal(365, (await enqueueing).JobCount);
    }

    [Fact]
    public async Task On_new_tables_a_foreign_key_reads_its_row_and_not_all_that_wait()
    {
        await using var host = await EnqueueingHost.StartAsync(server, bulk: true, Cancel);

        await host.EnqueueAsync(Plan(new(2025, 1, 1), days: 365, LaneMode.Shared, "act_1"), Cancel);

        async Task<long> SumAsync(string counter) => await host.Database.ScalarAsync<long>($"SELECT sum({counter})::bigint FROM pg_stat_user_indexes WHERE relname = 'qrtz_triggers'", Cancel);
        await Eventually.TrueAsync(async () => await SumAsync("idx_scan") >= 364, "the server has counted the rows that refer to a trigger", Cancel);
        Assert.InRange(await SumAsync("idx_tup_read"), 364, 2 * 365);
    }

    [Fact]
    public async Task Days_that_follow_one_that_ends_meanwhile_do_not_wait_for_it()
    {
        await using var host = await EnqueueingHost.StartAsync(server, bulk: true, Cancel);
        await host.EnqueueAsync(Plan(new(2026, 1, 1), days: 1, LaneMode.Shared, "act_1"), Cancel);
        await using var worker = await host.Database.OpenConnectionAsync(Cancel);
        await using var completion = await worker.BeginTransactionAsync(Cancel);
        await ExecuteAsync(worker, "SELECT FROM qrtz_locks WHERE lock_name = 'TRIGGER_ACCESS' FOR UPDATE");

        var enqueueing = host.EnqueueAsync(Plan(new(2026, 2, 1), days: 28, LaneMode.Shared, "act_1"), Cancel);
        await Eventually.TrueAsync(
            async () => await host.Database.ScalarAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'", Cancel) == 1,
            "it waits for Quartz's lock", Cancel);
        await ExecuteAsync(worker, """
            DELETE FROM qrtz_simple_triggers; DELETE FROM qrtz_triggers; DELETE FROM qrtz_job_details;
            UPDATE metasync.sync_days SET state = 'succeeded', finished_at = now();
            """);
        await completion.CommitAsync(Cancel);

        Assert.Equal(28, (await enqueueing).JobCount);
        Assert.Equal(28, await host.Database.ScalarAsync<long>("SELECT count(*) FROM qrtz_triggers", Cancel));
        Assert.Contains("2026-02-01", await host.Database.ScalarAsync<string>("SELECT string_agg(trigger_name, ',') FROM qrtz_triggers WHERE trigger_state = 'WAITING'", Cancel));
        Assert.Equal(27, await host.Database.ScalarAsync<long>("SELECT count(*) FROM qrtz_triggers AS day JOIN qrtz_triggers AS before ON before.trigger_name = day.continues_trigger_name", Cancel));
    }

    [Fact]
    public async Task Days_that_follow_one_that_runs_for_the_last_time_do_not_wait_for_it()
    {
        await using var host = await EnqueueingHost.StartAsync(server, bulk: true, Cancel);
        await host.EnqueueAsync(Plan(new(2026, 1, 1), days: 1, LaneMode.PerAccount), Cancel);
        await host.Database.ExecuteAsync("""
            UPDATE metasync.sync_days SET state = 'running', run_token = gen_random_uuid();
            DELETE FROM qrtz_simple_triggers WHERE trigger_name LIKE '%.act_1.%'; DELETE FROM qrtz_triggers WHERE trigger_name LIKE '%.act_1.%'
            """, Cancel);

        Assert.Equal(84, (await host.EnqueueAsync(Plan(new(2026, 2, 1), days: 28, LaneMode.PerAccount), Cancel)).JobCount);

        Assert.Equal(83, await host.Database.ScalarAsync<long>("SELECT count(*) FROM qrtz_triggers AS day JOIN qrtz_triggers AS before ON before.trigger_name = day.continues_trigger_name", Cancel));
    }

    [Fact]
    public async Task A_group_that_is_paused_stays_paused()
    {
        await using var host = await EnqueueingHost.StartAsync(server, bulk: true, Cancel);
        await host.Database.ExecuteAsync("INSERT INTO qrtz_paused_trigger_grps (sched_name, trigger_group) VALUES ('MetaSync', '_$_ALL_GROUPS_PAUSED_$_')", Cancel);

        await host.EnqueueAsync(Plan(new(2026, 1, 1), days: 20, LaneMode.PerAccount), Cancel);

        Assert.Equal(3, await host.Database.ScalarAsync<long>("SELECT count(*) FROM qrtz_triggers WHERE trigger_state = 'PAUSED'", Cancel));
        Assert.Equal(57, await host.Database.ScalarAsync<long>("SELECT count(*) FROM qrtz_triggers WHERE trigger_state = 'AWAITING'", Cancel));
        Assert.Equal(2, await host.Database.ScalarAsync<long>("SELECT count(*) FROM qrtz_paused_trigger_grps", Cancel));
    }

    private static BatchPlan Plan(DateOnly start, int days, LaneMode lanes, params string[] accounts) =>
        BatchPlan.OfRange(new(start, start.AddDays(days - 1)), accounts.Length == 0 ? Accounts : accounts, lanes);

    /// <summary>A table's rows, each column but the times, the batches by their numbers.</summary>
    private static async Task<string[]> RowsAsync(EnqueueingHost host, string table, string key)
    {
        var batches = await host.Database.ScalarAsync<Guid[]>("SELECT array_agg(id ORDER BY id) FROM metasync.sync_batches", Cancel) ?? [];
        var rows = await host.Database.ScalarAsync<string[]>(
            $"SELECT array_agg((to_jsonb(stored) - 'next_fire_time' - 'start_time')::text ORDER BY {key}) FROM {table} AS stored", Cancel) ?? [];
        return [.. rows.Select(row => batches.Index().Aggregate(row, (text, batch) => text.Replace($"{batch.Item:N}", $"batch {batch.Index}")))];
    }

    private static async Task<string> TriggerDataAsync(EnqueueingHost host) =>
        await host.Database.ScalarAsync<string>("SELECT string_agg(DISTINCT convert_from(job_data, 'UTF8'), ',') FROM qrtz_triggers", Cancel) ?? "";

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
