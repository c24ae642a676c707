using Microsoft.Extensions.Options;
using Quartz;

namespace MetaSync.Worker.Retention;

/// <summary>Has old batches deleted once an hour, by one of the workers; or not at all.</summary>
internal sealed class RetentionSchedule(ISchedulerFactory schedulers, IOptions<RetentionOptions> options, TimeProvider time) : IHostedService
{
    /// <summary>The stored name of the job's class.</summary>
    public const string JobName = "retention";

    /// <summary>When, in UTC: at no full hour, when everything else begins.</summary>
    private const string Hourly = "0 17 * * * ?";

    private static readonly JobKey Job = new(JobName, "meta_sync_upkeep");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        if (options.Value.Batches is null)
        {
            await scheduler.DeleteJob(Job, cancellationToken);
            return;
        }

        var job = JobBuilder.Create().OfType(new JobType(JobName)).WithIdentity(Job).Build();
        var trigger = TriggerBuilder.Create(time).WithIdentity(JobName, Job.Group).WithSchedule(CronScheduleBuilder.Create(Hourly).InTimeZone(TimeZoneInfo.Utc)).Build();
        await scheduler.ScheduleJob(job, [trigger], ScheduleJobOptions.Replacing, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
