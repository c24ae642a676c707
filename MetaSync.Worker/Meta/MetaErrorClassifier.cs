using MetaSync.Worker.Sync;

namespace MetaSync.Worker.Meta;

/// <summary>The exception that does what <see cref="MetaErrorTable"/> says of an error.</summary>
internal static class MetaErrorClassifier
{
    /// <summary>The wait when Meta refuses for its rate limits and does not say for how long.</summary>
    internal static readonly TimeSpan UntoldWait = TimeSpan.FromMinutes(1);

    /// <summary>How often a call finds out whether a token works again.</summary>
    internal static readonly TimeSpan TokenRecheck = TimeSpan.FromMinutes(1);

    public static MetaException Classify(MetaError error, MetaUsage usage) => MetaErrorTable.Find(error) switch
    {
        { Outcome: MetaOutcome.Token } => new MetaWaitException(error, WaitingReason.Token, TokenRecheck),
        { Outcome: MetaOutcome.RateLimit, Scope: var scope } => new MetaWaitException(error, WaitingReason.RateLimit, Told(usage, scope) ?? UntoldWait),
        { Outcome: MetaOutcome.Permission or MetaOutcome.Fail or MetaOutcome.NotFound } => new MetaFailException(error),
        _ => new MetaRetryException(error),
    };

    private static TimeSpan? Told(MetaUsage usage, MetaScope scope) => scope switch
    {
        MetaScope.Account => usage.Find(MetaUsage.Account)?.EmptyIn,
        MetaScope.AccountUseCase => usage.Find(MetaUsage.BusinessUseCase)?.RegainIn,
        _ => null,
    };
}
