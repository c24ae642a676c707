using MetaSync.Sync;

namespace MetaSync.ApiService.Sync;

/// <summary>How days are put into the queue: section <c>Sync</c>.</summary>
internal sealed class QueueOptions
{
    /// <summary>Which days wait for each other.</summary>
    public LaneMode Lanes { get; set; } = LaneMode.Shared;
}
