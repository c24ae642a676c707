namespace MetaSync.Worker.Sync;

/// <summary>Why a day waits: stored, and shown by the API, as these words.</summary>
internal static class WaitingReason
{
    public const string RateLimit = "rate_limit";
    public const string Token = "token";
    public const string Retry = "retry";
}
