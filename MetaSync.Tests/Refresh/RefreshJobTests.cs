using System.Reflection;
using MetaSync.Sync;
using MetaSync.Tests.Support;
using MetaSync.Worker.Refresh;
using MetaSync.Worker.Reports;
using Microsoft.Extensions.Logging.Abstractions;
using Quartz;

namespace MetaSync.Tests.Refresh;

public sealed class RefreshJobTests(PostgresServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("taken-out", 0)]
    [InlineData("ad/age", 0)]
    [InlineData("ad", 1)]
    public async Task A_report_that_is_no_longer_fetched_does_not_keep_a_day_due(string readOnItsDay, int batches)
    {
        await using var worker = await WorkerParts.CreateAsync(server, new ScriptedMeta(_ => new { }), Cancel);
        await worker.AddDayAsync(Cancel);
        await worker.ExecuteAsync($"""
            UPDATE metasync.accounts SET time_zone = 'Etc/UTC';
            UPDATE metasync.sync_days SET state = 'cancelled', finished_at = now();
            INSERT INTO metasync.insights_days (account, report, day, rows, as_of, changed_at, batch_id)
            SELECT 'act_1', report, (now() AT TIME ZONE 'UTC')::date - age, 0, now(), now(), gen_random_uuid() FROM generate_series(1, 12) AS age, unnest(ARRAY['ad', 'taken-out']) AS report
            UNION ALL SELECT 'act_1', 'ad/age', (now() AT TIME ZONE 'UTC')::date - 12, 0, now(), now(), gen_random_uuid();
            UPDATE metasync.insights_days SET as_of = now() - interval '12 days' WHERE day = (now() AT TIME ZONE 'UTC')::date - 12 AND report = '{readOnItsDay}';
            """, Cancel);
        var job = new RefreshJob(worker.Database, worker.Get<SyncQueue>(), worker.Get<ReportCatalog>(), NullLogger<RefreshJob>.Instance);

        await job.Execute(Firing.Of("act_1"), Cancel);

        Assert.Equal([batches], await worker.ColumnAsync<int>("SELECT count(*)::int FROM metasync.sync_batches WHERE kind = 'refresh'", Cancel));
    }

    [Fact]
    public async Task Each_day_of_a_chunk_that_has_failed_is_due()
    {
        await using var worker = await WorkerParts.CreateAsync(server, new ScriptedMeta(_ => new { }), Cancel);
        await worker.AddDayAsync(Cancel);
        await worker.ExecuteAsync("""
            UPDATE metasync.accounts SET time_zone = 'Etc/UTC';
            UPDATE metasync.sync_days SET state = 'failed', finished_at = now(), day = (now() AT TIME ZONE 'UTC')::date - 9, end_day = (now() AT TIME ZONE 'UTC')::date - 5;
            INSERT INTO metasync.insights_days (account, report, day, rows, as_of, changed_at, batch_id)
            SELECT 'act_1', 'ad', (now() AT TIME ZONE 'UTC')::date - age, 0, now(), now(), gen_random_uuid() FROM generate_series(1, 4) AS age;
            """, Cancel);
        var job = new RefreshJob(worker.Database, worker.Get<SyncQueue>(), worker.Get<ReportCatalog>(), NullLogger<RefreshJob>.Instance);

        await job.Execute(Firing.Of("act_1"), Cancel);

        var due = await worker.ColumnAsync<int>("SELECT (now() AT TIME ZONE 'UTC')::date - day FROM metasync.sync_days WHERE kind = 'refresh' ORDER BY place", Cancel);
        Assert.Equal([5, 6, 7, 8, 9], due);
    }

    /// <summary>What Quartz gives a job, as far as this one asks for it.</summary>
    public class Firing : DispatchProxy
    {
        private readonly JobDataMap _data = [];

        internal static IJobExecutionContext Of(string account)
        {
            var firing = Create<IJobExecutionContext, Firing>();
            ((Firing)(object)firing)._data[RefreshSchedule.AccountKey] = account;
            return firing;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod?.Name is "get_MergedJobDataMap" ? _data : throw new NotSupportedException(targetMethod?.Name);
    }
}
