using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace MetaSync.Sync;

/// <summary>The activity source and the meter of both processes. Every name that leaves them stands in <c>docs/telemetry.md</c>.</summary>
public static class SyncTelemetry
{
    /// <summary>The name of the source and of the meter.</summary>
    public const string Name = "MetaSync";

    /// <summary>Where a day's span begins.</summary>
    public static ActivitySource Source { get; } = new(Name);

    /// <summary>What all instruments hang on.</summary>
    public static Meter Meter { get; } = new(Name);
}
