using MetaSync.Sync;
using MetaSync.Worker.Connection;
using MetaSync.Worker.Refresh;
using MetaSync.Worker.Retention;
using Quartz.Extensibility;

namespace MetaSync.Worker.Sync;

/// <summary>The only classes that a stored name can become.</summary>
/// <remarks>
/// Quartz's own loader takes any other name for one of a class and looks for it: whoever can write into the queue's tables could have
/// any class of any assembly loaded. An exception here would make Quartz look all the same, so an unknown name becomes a class too.
/// </remarks>
internal sealed class KnownJobs(ILogger<KnownJobs> logger) : ITypeLoader
{
    public Type? LoadType(string name) => name switch
    {
        SyncDayContract.JobName => typeof(SyncDayJob),
        ConnectionSchedule.JobName => typeof(ConnectionJob),
        RefreshSchedule.JobName => typeof(RefreshJob),
        RetentionSchedule.JobName => typeof(RetentionJob),
        _ => Unknown(name),
    };

    private Type Unknown(string name)
    {
        logger.JobUnknown(name);
        return typeof(UnknownJob);
    }
}
