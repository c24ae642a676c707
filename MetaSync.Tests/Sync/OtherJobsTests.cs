using MetaSync.Sync;
using MetaSync.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace MetaSync.Tests.Sync;

public sealed class OtherJobsTests(PostgresServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_of_another_kind_does_not_wait_for_the_lane()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel);
        await app.Simulator.FailAsync(new { action = "hang", path = "/insights" }, Cancel);
        await app.EnqueueAsync("2026-01-01", "2026-01-02", Cancel);
        await Eventually.TrueAsync(async () => (await app.Simulator.CallsAsync(Cancel)).Count == 1, "the lane is busy", Cancel);

        await ScheduleAsync(app);

        await Eventually.TrueAsync(
            async () => await app.ScalarAsync<long>("SELECT count(*) FROM qrtz_triggers WHERE trigger_group = 'other'", Cancel) == 0, "the other job has run", Cancel);
        Assert.Equal("running", await app.ScalarAsync<string>("SELECT state FROM metasync.sync_days ORDER BY id LIMIT 1", Cancel));
    }

    /// <summary>A job outside all lanes. The worker knows one class only; here it looks for a day that does not exist, and ends.</summary>
    private static async Task ScheduleAsync(SyncApplication app)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler => scheduler.InstanceName = SyncDayContract.SchedulerName);
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(app.ConnectionString);
                store.UseClustering();
            });
        });
        await using var provider = services.BuildServiceProvider();
        var scheduler = await provider.GetRequiredService<ISchedulerFactory>().GetScheduler(Cancel);
        await scheduler.ScheduleJob(
            JobBuilder.Create().OfType(new JobType(SyncDayContract.JobName)).WithIdentity("any", "other").UsingJobData(SyncDayContract.DayIdKey, "0").Build(),
            TriggerBuilder.Create().WithIdentity("any", "other").StartNow().Build(), cancellationToken: Cancel);
    }
}
