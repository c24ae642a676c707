using MetaSync.Sync;
using Quartz;

namespace MetaSync.Worker.Sync;

internal static class SyncServices
{
    public static void AddSyncDays(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<RunOptions>().BindConfiguration("Sync").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<SyncMetrics>();
        builder.Services.AddSingleton<DayClaims>();
        builder.Services.AddSingleton<DayStart>();
        builder.Services.AddSingleton<DayRuns>();
        builder.Services.AddSingleton<DayFailures>();
        builder.Services.AddTransient<DayFetch>();
        builder.Services.AddHostedService<QueueListener>();

        var concurrency = (builder.Configuration.GetSection("Sync").Get<RunOptions>() ?? new()).Concurrency;
        builder.AddSyncStore(quartz =>
        {
            quartz.UseTypeLoader<KnownJobs>();
            quartz.UseDefaultThreadPool(concurrency);
            quartz.UseExecutionLimits(limits => limits
                .ForGroup(Lane.Default, 1, ExecutionLimitScope.Cluster)
                .ForGroupsWithPrefix(Lane.AccountPrefix, 1, ExecutionLimitScope.Cluster));
            // For a database that fails, which is no try of the day: it fires again until the database is back.
            quartz.UseDefaultRetryPolicy(RetryPolicy.Exponential(int.MaxValue, TimeSpan.FromSeconds(1), 2, TimeSpan.FromMinutes(1)));
        });
        builder.Services.AddQuartzHostedService(hosted => hosted.WaitForJobsToComplete = true);
    }
}
