using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace MetaSync.Bench.Enqueue;

/// <summary>What one caller sends to the database and waits for, by the driver's own spans: one a command or batch.</summary>
/// <param name="RoundTrips">All of them, and the commit, which has no span.</param>
/// <param name="LockHeld">
/// Milliseconds from the answer to the lock of the cluster's row, which every scheduling call needs, to the end of the call, which is
/// the commit's answer: what somebody else would have waited, and a little more. Null where no such lock was taken.
/// </param>
internal sealed record DatabaseCalls(int RoundTrips, double? LockHeld)
{
    private const int Commit = 1;

    /// <summary>In turns with nobody, and not in the timed rounds: a span for each command costs time.</summary>
    public static async Task<DatabaseCalls> OfAsync(Func<Task> act)
    {
        var counted = new StrongBox<int>();
        long? locked = null;
        using var source = new ActivitySource("MetaSync.Bench");
        ActivityTraceId trace = default;
        using var listener = new ActivityListener
        {
            ShouldListenTo = listened => listened.Name is "Npgsql" or "MetaSync.Bench",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = call =>
            {
                if (call.Source.Name is not "Npgsql" || call.TraceId != trace) // others in this process ask the server too
                    return;
                Interlocked.Increment(ref counted.Value);
                if (call.GetTagItem("db.query.text") is string sql && sql.Contains("qrtz_locks", StringComparison.OrdinalIgnoreCase))
                    locked ??= Stopwatch.GetTimestamp();
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var parent = source.StartActivity("measured")!;
        trace = parent.TraceId;
        await act();
        return new(counted.Value + Commit, locked is { } since ? Stopwatch.GetElapsedTime(since).TotalMilliseconds : null);
    }
}
