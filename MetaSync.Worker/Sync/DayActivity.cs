using System.Diagnostics;
using MetaSync.Sync;
using Quartz;

namespace MetaSync.Worker.Sync;

/// <summary>The span of a day: the root of a trace of its own, linked to the request that asked for the day.</summary>
internal static class DayActivity
{
    public static Activity? Start(IJobExecutionContext context)
    {
        Activity.Current = null;
        var asked = context.MergedJobDataMap.TryGetString(SchedulerConstants.TraceParent, out var traceParent)
            && ActivityContext.TryParse(traceParent, null, out var parsed) ? parsed : default;
        return SyncTelemetry.Source.StartActivity(
            "sync day", ActivityKind.Consumer, parentContext: default, links: asked == default ? null : [new ActivityLink(asked)]);
    }

    public static void Describe(this Activity activity, DayRun run)
    {
        activity.SetTag("metasync.account", run.Account);
        activity.SetTag("metasync.day", run.Day.ToString("yyyy-MM-dd"));
        activity.SetTag("metasync.end_day", run.EndDay.ToString("yyyy-MM-dd"));
        activity.SetTag("metasync.batch_id", run.BatchId.ToString());
        activity.SetTag("metasync.attempt", run.Attempt);
    }

    public static void End(this Activity activity, DayOutcome outcome, DayCost cost)
    {
        activity.SetTag("metasync.outcome", outcome.Name);
        activity.SetTag("metasync.calls", cost.Calls);
        activity.SetTag("metasync.rows", cost.Rows);
        switch (outcome)
        {
            case DayOutcome.Done done:
                activity.SetTag("metasync.changed", done.Changed);
                break;
            case DayOutcome.Wait wait:
                activity.SetTag("metasync.waiting_reason", wait.Reason);
                activity.SetTag("metasync.meta.meter", wait.Meter);
                break;
            case DayOutcome.Retry:
                activity.SetTag("metasync.waiting_reason", WaitingReason.Retry);
                break;
            case DayOutcome.Failed failed:
                activity.SetStatus(ActivityStatusCode.Error, failed.Error.ToString());
                break;
        }
    }

    /// <summary>Keeps a span that turned out to tell nothing from being exported.</summary>
    public static void Forget(this Activity activity)
    {
        activity.IsAllDataRequested = false;
        activity.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }
}
