using Quartz;
using Quartz.Extensibility;

namespace MetaSync.Worker.Sync;

internal static class Firing
{
    /// <summary>An exception of this firing is answered with the scheduler's own delays: Quartz stores with a trigger what <see cref="Again"/> gave an earlier firing.</summary>
    public static void ForgetDelay(this IJobExecutionContext context) => ((IMutableTrigger)context.Trigger).RetryPolicy = null;

    /// <summary>Has Quartz fire the same trigger once more, which keeps its place: what follows it waits for its end.</summary>
    /// <remarks>
    /// A Quartz policy has fixed delays, ours come from Meta, so this firing gets a policy of its own. The number of tries is
    /// counted in the day's row and not by Quartz: waiting is not a try, and a recovered firing would begin again at zero.
    /// </remarks>
    public static JobExecutionException Again(this IJobExecutionContext context, TimeSpan delay)
    {
        ((IMutableTrigger)context.Trigger).RetryPolicy = RetryPolicy.Fixed(int.MaxValue, delay);
        return new JobExecutionException($"To be run again in {delay}");
    }
}
