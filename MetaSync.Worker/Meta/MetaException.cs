using System.Diagnostics.CodeAnalysis;

namespace MetaSync.Worker.Meta;

/// <summary>A call that did not bring what was asked for. What is to be done about it stands in the error table's rule.</summary>
internal sealed class MetaException(MetaError error, MetaErrorRule rule, Exception? innerException = null) : Exception(error.ToString(), innerException)
{
    public MetaError Error { get; } = error with { Remedy = rule.Remedy };

    public MetaErrorRule Rule { get; } = rule;

    public MetaOutcome Outcome => Rule.Outcome;

    /// <summary>Something that went wrong on the way, or an answer that is no answer: it may go better the next time.</summary>
    public static MetaException Transport(string message, Exception? innerException = null) => Of(MetaError.OfTransport(message), innerException);

    public static MetaException Of(MetaError error, Exception? innerException = null) => new(error, MetaErrorTable.Find(error), innerException);

    /// <summary>Nothing that a further call could mend.</summary>
    public static MetaException Final(string message, string remedy) =>
        new(MetaError.OfTransport(message), new MetaErrorRule(null, null, null, null, MetaOutcome.Fail, MetaScope.Report, remedy));
}

/// <summary>Nothing is wrong with the day: it has to wait, and no attempt is spent.</summary>
/// <remarks>The error is null where nobody has refused anything: before a limit, or while Meta prepares a report.</remarks>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "A wait without a reason and a length makes no sense")]
internal sealed class MetaWaitException(string reason, string? meter, TimeSpan wait, MetaError? error) : Exception(error?.ToString() ?? reason)
{
    /// <summary>One of <see cref="Sync.WaitingReason"/>.</summary>
    public string Reason { get; } = reason;

    /// <summary>Which of Meta's meters is the reason, if one is.</summary>
    public string? Meter { get; } = meter;

    public TimeSpan Wait { get; } = wait;

    public MetaError? Error { get; } = error;

    /// <summary>Whether the call was held back, and never made.</summary>
    public bool IsHeldBack { get; init; }
}
