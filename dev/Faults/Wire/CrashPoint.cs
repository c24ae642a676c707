namespace MetaSync.Faults.Wire;

/// <summary>On which side of a message something happens.</summary>
internal enum Moment
{
    /// <summary>The client has sent it, and the server never gets it.</summary>
    Before,

    /// <summary>The server has done it, and the client never hears of it.</summary>
    After,
}

/// <summary>What the relay does at a crash point.</summary>
internal enum WireAct
{
    /// <summary>The client's process is killed, and with it all of its connections.</summary>
    Kill,

    /// <summary>The one connection is cut, towards both sides.</summary>
    Cut,

    /// <summary>The message, or its answer, stays in the relay until it is let go.</summary>
    Hold,
}

/// <summary>Where something is to happen, and what.</summary>
/// <param name="Number">At which of the messages that count, from 1.</param>
/// <param name="Moment">On which side of it.</param>
/// <param name="Act">What happens.</param>
internal sealed record CrashPoint(int Number, Moment Moment, WireAct Act)
{
    /// <summary>Which messages count; all, unless it is said.</summary>
    public Predicate<SqlMessage> Counts { get; init; } = _ => true;

    /// <summary>A look at the database before a connection is cut, while its client waits for it.</summary>
    public Func<Task> Look { get; init; } = () => Task.CompletedTask;
}
