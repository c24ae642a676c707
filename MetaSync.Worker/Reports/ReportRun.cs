namespace MetaSync.Worker.Reports;

internal enum RunState
{
    Planned,

    /// <summary>Sent to Meta; its answer is not stored yet.</summary>
    Submitting,
    Running,
    Completed,
    Failed,
    Skipped,

    /// <summary>Nobody knows what became of it.</summary>
    Lost,
}

/// <summary>A report run of a day, or the part of it that some campaigns are.</summary>
/// <param name="Id">Ours.</param>
/// <param name="RunId">Meta's.</param>
/// <param name="CampaignIds">Null for all campaigns.</param>
/// <param name="State">How far it is.</param>
/// <param name="Age">Since its submission.</param>
internal sealed record ReportRun(long Id, string? RunId, IReadOnlyList<string>? CampaignIds, RunState State, TimeSpan Age)
{
    /// <summary>What is planned in the place of a run that brought nothing.</summary>
    public IReadOnlyList<IReadOnlyList<string>?> Again => [CampaignIds];

    /// <summary>
    /// What is planned in the place of a run that was too much: nothing for all campaigns, which have to be asked for first. For some
    /// there is always something, and be it the same once more: without it the other runs would pass for the whole report.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<string>?> Halves => CampaignIds switch
    {
        null => [],
        { Count: > 1 } => [.. CampaignIds.Chunk((CampaignIds.Count + 1) / 2)],
        _ => [CampaignIds],
    };
}
