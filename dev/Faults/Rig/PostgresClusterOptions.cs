namespace MetaSync.Faults.Rig;

/// <summary>What a private server is to be like.</summary>
internal sealed record PostgresClusterOptions
{
    /// <summary>Whether a commit is on the disk when it is answered. Only a crash of the server needs it: a killed client's commits are safe in the server's memory.</summary>
    public bool Fsync { get; init; }

    /// <summary>Clients that may be connected at once, three of them reserved for the superuser.</summary>
    public int MaxConnections { get; init; } = 100;

    /// <summary>Where its directory is made, for example on a file system of limited size; the system's temporary directory when left out.</summary>
    public string? Parent { get; init; }

    /// <summary>Anything else of postgresql.conf.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}
