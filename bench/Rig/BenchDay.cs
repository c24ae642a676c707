using MetaSync.Sync;
using Quartz;
using Quartz.Extensibility;

namespace MetaSync.Bench.Rig;

/// <summary>The class that the stored name of a day's job leads to in a bench.</summary>
internal sealed class BenchDay(DayBodies bodies) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await bodies.RunAsync(context, cancellationToken);
}

/// <summary>Leads there.</summary>
internal sealed class BenchJobs : ITypeLoader
{
    public Type? LoadType(string name) => name is SyncDayContract.JobName ? typeof(BenchDay) : null;
}
