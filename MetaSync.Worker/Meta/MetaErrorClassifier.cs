using MetaSync.Worker.Sync;

namespace MetaSync.Worker.Meta;

/// <summary>What an error asks for, by its code and subcode: the HTTP status and Meta's <c>is_transient</c> are not reliable.</summary>
/// <remarks>https://developers.facebook.com/docs/marketing-api/insights/error-codes</remarks>
internal static class MetaErrorClassifier
{
    /// <summary>The wait when Meta refuses for its rate limits and does not say for how long.</summary>
    internal static readonly TimeSpan UntoldWait = TimeSpan.FromMinutes(1);

    /// <summary>How often a call finds out whether a token works again.</summary>
    internal static readonly TimeSpan TokenRecheck = TimeSpan.FromMinutes(1);

    public static MetaException Classify(MetaError error, MetaUsage usage) => (error.Code, error.Subcode) switch
    {
        (190 or 102, _) => new MetaWaitException(error, WaitingReason.Token, TokenRecheck),
        (17, _) or (613, 1487742) => new MetaWaitException(error, WaitingReason.RateLimit, usage.Find(MetaUsage.Account)?.EmptyIn ?? UntoldWait),
        ( >= 80000 and <= 80014, _) => new MetaWaitException(error, WaitingReason.RateLimit, usage.Find(MetaUsage.BusinessUseCase)?.RegainIn ?? UntoldWait),
        (4 or 32 or 341 or 613, _) => new MetaWaitException(error, WaitingReason.RateLimit, UntoldWait),
        (2, 1504041 or 1504042) => new MetaFailException(error), // bad breakdowns and metrics, which Meta reports as an outage
        (1 or 2 or 104 or 960 or 2601 or < 0, _) => new MetaRetryException(error),
        (100, 1504018) => new MetaRetryException(error), // timed out
        (3 or 10 or 100 or 294 or 368 or 2635 or 3018, _) => new MetaFailException(error),
        ( >= 200 and <= 299, _) => new MetaFailException(error),
        _ => new MetaRetryException(error), // unknown: a bounded number of times, then it is shown
    };
}
