namespace MetaSync.Access;

/// <summary>What somebody asked for.</summary>
/// <param name="Action">Such as <c>sync.cancel</c>.</param>
/// <param name="Actor">The name of the key, or who sits at the database; null when nobody is signed in.</param>
/// <param name="BatchId">Of which batch.</param>
/// <param name="Address">From where.</param>
/// <param name="Detail">What else is worth knowing; never a secret.</param>
public sealed record AuditEntry(
    string Action, string? Actor, Guid? BatchId = null, string? Address = null, Dictionary<string, object?>? Detail = null);

/// <summary>How an action ended, by the words that stand in the table.</summary>
public static class AuditOutcome
{
    /// <summary>It was done.</summary>
    public const string Done = "done";

    /// <summary>It was not allowed, or there was something wrong with it.</summary>
    public const string Refused = "refused";

    /// <summary>It was tried, and something of ours stood in the way.</summary>
    public const string Failed = "failed";

    /// <summary>What an HTTP status means for an action.</summary>
    public static string OfStatus(int status) => status switch
    {
        >= 500 => Failed,
        >= 400 => Refused,
        _ => Done,
    };
}
