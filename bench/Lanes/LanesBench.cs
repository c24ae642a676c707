using MetaSync.Bench.Reporting;

namespace MetaSync.Bench.Lanes;

/// <summary>A lane for each account: how well they run beside each other, and what it costs that they wait.</summary>
internal static class LanesBench
{
    public static async Task<IReadOnlyList<Table>> MeasureAsync(Run run, CancellationToken cancellationToken) =>
        [await Drain.MeasureAsync(run, cancellationToken), await Idle.MeasureAsync(run, cancellationToken)];

    /// <summary>So many accounts, and so many days of each.</summary>
    public static (IReadOnlyList<string> Accounts, int Days) Size(Run run) =>
        ([.. Enumerable.Range(1, run.Pick(20, 4)).Select(number => $"act_{number}")], run.Pick(365, 20));
}
