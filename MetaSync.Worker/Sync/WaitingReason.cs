namespace MetaSync.Worker.Sync;

/// <summary>Why a day waits: stored, and shown by the API, as these words.</summary>
internal static class WaitingReason
{
    /// <summary>Meta's limits, reached or near.</summary>
    public const string RateLimit = "rate_limit";

    /// <summary>Meta does not accept the token.</summary>
    public const string Token = "token";

    /// <summary>Meta prepares the report.</summary>
    public const string Report = "report";

    /// <summary>The last try failed, and another one follows.</summary>
    public const string Retry = "retry";
}
