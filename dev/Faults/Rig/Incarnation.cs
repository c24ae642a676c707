namespace MetaSync.Faults.Rig;

/// <summary>A time between two instants; without an end it lasts.</summary>
internal sealed record Span(DateTimeOffset From, DateTimeOffset? To)
{
    /// <summary>Whether the two have an instant in common.</summary>
    public bool Overlaps(DateTimeOffset from, DateTimeOffset to) => From <= to && (To is not { } end || end >= from);
}

/// <summary>One process that a program has been, from its start to its end.</summary>
/// <param name="Name">The name that its sessions carry in PostgreSQL, such as <c>worker-1.2</c>: the second time that worker-1 was started.</param>
/// <param name="Started">When it was started.</param>
/// <param name="Ended">When it was killed or had ended; null while it runs, and when it ended by itself.</param>
/// <param name="Suspensions">When it was suspended.</param>
internal sealed record Incarnation(string Name, DateTimeOffset Started, DateTimeOffset? Ended, IReadOnlyList<Span> Suspensions)
{
    /// <summary>The id of the process.</summary>
    public int ProcessId { get; init; }

    /// <summary>Whether somebody killed it, so that it could say no last word.</summary>
    public bool IsKilled { get; init; }
}
