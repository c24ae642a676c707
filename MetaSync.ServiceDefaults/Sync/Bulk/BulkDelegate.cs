using System.Data.Common;
using Quartz;
using Quartz.Extensibility;
using Quartz.Impl.AdoJobStore;

namespace MetaSync.Sync.Bulk;

/// <summary>
/// Quartz's own writing of jobs and triggers, kept for later while somebody records it. For processes that only enqueue:
/// under any delegate but its own Quartz leaves the fast ways of firing a trigger.
/// </summary>
internal sealed class BulkDelegate : PostgreSQLDelegate
{
    public override ValueTask<int> InsertJobDetail(ConnectionAndTransactionHolder conn, IJobDetail job, CancellationToken cancellationToken = default) =>
        RecordAsync(job.Key.Name, () => base.InsertJobDetail(conn, job, cancellationToken));

    public override ValueTask<int> InsertTrigger(
        ConnectionAndTransactionHolder conn, IOperableTrigger trigger, StoredTriggerState state, IJobDetail jobDetail, CancellationToken cancellationToken = default) =>
        RecordAsync(trigger.Key.Name, () => base.InsertTrigger(conn, trigger, state, jobDetail, cancellationToken));

    public override DbCommand PrepareCommand(ConnectionAndTransactionHolder cth, string commandText) =>
        Recording.Current is { Day: { } day } recording ? recording.Add(day, commandText) : base.PrepareCommand(cth, commandText);

    public override void AddCommandParameter(DbCommand cmd, string paramName, object? paramValue, Enum? dataType = null, int? size = null)
    {
        if (cmd is RecordedCommand recorded)
            recorded.Values.Add(new(paramName, paramValue is DBNull ? null : paramValue));
        else
            base.AddCommandParameter(cmd, paramName, paramValue, dataType, size);
    }

    // A day that is recorded is new by its place; if it were not, the primary key would say so in the end.
    public override async ValueTask<bool> JobExists(ConnectionAndTransactionHolder conn, JobKey jobKey, CancellationToken cancellationToken = default) =>
        Recording.Current?.Has(jobKey.Name, jobKey.Group) ?? await base.JobExists(conn, jobKey, cancellationToken);

    public override async ValueTask<bool> TriggerExists(ConnectionAndTransactionHolder conn, TriggerKey triggerKey, CancellationToken cancellationToken = default) =>
        Recording.Current?.Has(triggerKey.Name, triggerKey.Group) ?? await base.TriggerExists(conn, triggerKey, cancellationToken);

    // Nobody pauses a group meanwhile, because that needs the lock under which is written.
    public override ValueTask<bool> IsTriggerGroupPaused(ConnectionAndTransactionHolder conn, string groupName, CancellationToken cancellationToken = default) =>
        OnceAsync("triggers", groupName, () => base.IsTriggerGroupPaused(conn, groupName, cancellationToken));

    public override ValueTask<bool> IsJobGroupPaused(ConnectionAndTransactionHolder conn, string groupName, CancellationToken cancellationToken = default) =>
        OnceAsync("jobs", groupName, () => base.IsJobGroupPaused(conn, groupName, cancellationToken));

    public override ValueTask<int> InsertPausedTriggerGroup(ConnectionAndTransactionHolder conn, string groupName, CancellationToken cancellationToken = default)
    {
        Recording.Current?.Paused.Clear();
        return base.InsertPausedTriggerGroup(conn, groupName, cancellationToken);
    }

    private static async ValueTask<int> RecordAsync(string day, Func<ValueTask<int>> write)
    {
        if (Recording.Current is not { } recording)
            return await write();
        recording.Day = day;
        try
        {
            return await write();
        }
        finally
        {
            recording.Day = null;
        }
    }

    private static async ValueTask<bool> OnceAsync(string kind, string group, Func<ValueTask<bool>> ask)
    {
        if (Recording.Current is not { } recording)
            return await ask();
        if (!recording.Paused.TryGetValue((kind, group), out var paused))
            recording.Paused.Add((kind, group), paused = await ask());
        return paused;
    }
}
