using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace MetaSync.Time;

/// <summary>Lets the scheduler keep house in real time: how soon a process answers does not become faster with its clock.</summary>
internal static class QuartzInVirtualTime
{
    public static void Configure(IServiceCollection services, double speed)
    {
        services.PostConfigureAll<ClusteringOptions>(cluster =>
        {
            // Else two live workers would declare each other dead after 5 s / speed.
            cluster.CheckinInterval *= speed;
            cluster.CheckinMisfireThreshold *= speed;
        });
        services.PostConfigureAll<AdoJobStoreOptions>(store => store.MisfireThreshold *= speed);
        services.PostConfigureAll<QuartzSchedulerOptions>(scheduler => scheduler.IdleWaitTime *= speed);
    }
}
