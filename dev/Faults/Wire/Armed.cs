namespace MetaSync.Faults.Wire;

/// <summary>A point that a relay was armed for.</summary>
internal sealed class Armed(CrashPoint point)
{
    public CrashPoint Point => point;

    /// <summary>How many of the messages that count there were so far.</summary>
    public int Counted { get; set; }

    /// <summary>Ends with the message that it came to.</summary>
    public TaskCompletionSource<SqlMessage> Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
