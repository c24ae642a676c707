namespace MetaSync.Access;

/// <summary>What a key allows, by the words that stand in tables and answers.</summary>
public static class AccessScope
{
    /// <summary>To look.</summary>
    public const string Read = "read";

    /// <summary>To start, stop and repair, and to look.</summary>
    public const string Write = "write";

    /// <summary>A scope with those that it includes.</summary>
    public static string[] WithIncluded(string scope) => scope is Write ? [Read, Write] : [Read];
}
