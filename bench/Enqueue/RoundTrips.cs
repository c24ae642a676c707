using System.Diagnostics.Metrics;

namespace MetaSync.Bench.Enqueue;

/// <summary>Counts what one caller sends to the database and waits for, by the driver's own metric: one reading a command or batch.</summary>
internal static class RoundTrips
{
    /// <summary>The driver does not count the commit as a command.</summary>
    private const int Commit = 1;

    private static readonly AsyncLocal<bool> IsCounted = new();

    public static async Task<int> OfAsync(Func<Task> act)
    {
        var count = 0;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, me) =>
        {
            if (instrument is { Meter.Name: "Npgsql", Name: "db.client.operation.duration" })
                me.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, _, _, _) =>
        {
            if (IsCounted.Value)
                Interlocked.Increment(ref count);
        });
        listener.Start();
        IsCounted.Value = true; // for this flow only, and not for what else the process asks its databases
        await act();
        return count + Commit;
    }
}
