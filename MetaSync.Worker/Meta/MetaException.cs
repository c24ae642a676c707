namespace MetaSync.Worker.Meta;

/// <summary>A call that did not bring the day's rows. The three kinds below say what is to be done about it.</summary>
internal abstract class MetaException(MetaError error, Exception? innerException = null) : Exception(error.ToString(), innerException)
{
    public MetaError Error { get; } = error;
}

/// <summary>Nothing is wrong with the day: it has to wait, and no attempt is spent.</summary>
internal sealed class MetaWaitException(MetaError error, string reason, TimeSpan wait) : MetaException(error)
{
    /// <summary>One of <see cref="Sync.WaitingReason"/>.</summary>
    public string Reason { get; } = reason;

    public TimeSpan Wait { get; } = wait;
}

/// <summary>It may well go better the next time, a bounded number of times.</summary>
internal sealed class MetaRetryException(MetaError error, Exception? innerException = null) : MetaException(error, innerException);

/// <summary>Asking again changes nothing; somebody has to change something first.</summary>
internal sealed class MetaFailException(MetaError error) : MetaException(error);
