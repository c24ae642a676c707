namespace MetaSync.Worker.Sync;

/// <summary>What a run has cost so far, kept also when it ends by an exception.</summary>
internal sealed class DayCost
{
    public int Calls { get; set; }

    /// <summary>Of the report that is being read.</summary>
    public int Pages { get; set; }

    /// <summary>Stored, of all reports of the day.</summary>
    public long Rows { get; set; }

    /// <summary>Whether Meta's answer differed from what was stored.</summary>
    public bool Changed { get; set; }

    /// <summary>Whether a report run has completed: tries are counted for each.</summary>
    public bool BeginsAnew { get; set; }
}
