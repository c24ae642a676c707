namespace MetaSync.Sync;

/// <summary>Which days wait for each other.</summary>
public enum LaneMode
{
    /// <summary>One lane: one day at a time, whatever account it is of.</summary>
    Shared,

    /// <summary>A lane for each ad account, because most of Meta's limits are per account.</summary>
    PerAccount,
}

/// <summary>A lane runs its days one at a time, in order, in the whole cluster.</summary>
/// <remarks>A lane's name is the Quartz execution group of its triggers, and stored data.</remarks>
public static class Lane
{
    /// <summary>The lane of everything, unless each account has its own.</summary>
    public const string Default = "meta_sync";

    /// <summary>What the names of the accounts' own lanes begin with.</summary>
    public const string AccountPrefix = "meta_sync:";

    /// <summary>The lane of an account's days.</summary>
    public static string Of(string account, LaneMode mode) => mode is LaneMode.PerAccount ? AccountPrefix + account : Default;
}
