using MetaSync.Bench.Reporting;

namespace MetaSync.Bench;

/// <summary>One of the commands.</summary>
internal sealed record Measurement(string Name, string Description, Func<Run, CancellationToken, Task<IReadOnlyList<Table>>> MeasureAsync)
{
    /// <summary>Whether the peer has to be started for it.</summary>
    public bool ComparesWithPeer { get; init; } = true;
}
