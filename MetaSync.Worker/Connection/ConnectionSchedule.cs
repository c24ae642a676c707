using Quartz;

namespace MetaSync.Worker.Connection;

/// <summary>Has the connection looked at when a worker starts, and from then on.</summary>
internal sealed class ConnectionSchedule(ISchedulerFactory schedulers, TimeProvider time) : IHostedService
{
    /// <summary>The stored name of the job's class.</summary>
    public const string JobName = "connection";

    /// <summary>The trigger of a worker's start, which looks even if the daily look is not due yet.</summary>
    public const string AtStart = "at-start";

    private const string Group = "meta_sync_upkeep";

    /// <summary>How often an account that was synced for the first time is found. Meta itself is asked once a day.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var job = JobBuilder.Create().OfType(new JobType(JobName)).WithIdentity(JobName, Group).Build();
        var start = TriggerBuilder.Create(time).WithIdentity(AtStart, Group).StartAt(time.GetUtcNow()).Build();
        var repeated = TriggerBuilder.Create(time).WithIdentity("repeated", Group).StartAt(time.GetUtcNow() + Interval)
            .WithSimpleSchedule(schedule => schedule.WithInterval(Interval).RepeatForever())
            .Build();
        await scheduler.ScheduleJob(job, [start, repeated], ScheduleJobOptions.Replacing, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
