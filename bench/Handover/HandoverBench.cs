using MetaSync.Bench.Reporting;

namespace MetaSync.Bench.Handover;

/// <summary>What lies between the days of a lane.</summary>
internal static class HandoverBench
{
    public static async Task<IReadOnlyList<Table>> MeasureAsync(Run run, CancellationToken cancellationToken) =>
        [.. await Gaps.MeasureAsync(run, cancellationToken), await Years.MeasureAsync(run, cancellationToken)];
}
