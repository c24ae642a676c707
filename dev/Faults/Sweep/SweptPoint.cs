using MetaSync.Faults.Wire;

namespace MetaSync.Faults.Sweep;

/// <summary>What came of a try to make something happen at a point.</summary>
/// <param name="Point">The point.</param>
/// <param name="At">The message that it came to; null when there were not so many, and nothing happened.</param>
/// <param name="Seen">The messages until then.</param>
/// <param name="Found">What the database said at that moment of what was under way.</param>
/// <param name="IsUntouched">Whether that was over already: the point lies behind it.</param>
internal sealed record SweptPoint(CrashPoint Point, SqlMessage? At, IReadOnlyList<SqlMessage> Seen, string Found, bool IsUntouched)
{
    /// <summary>What is wrong afterwards, in sentences.</summary>
    public IReadOnlyList<string> Violations { get; init; } = [];

    /// <summary>From the moment until everything was done again.</summary>
    public TimeSpan Recovery { get; init; }

    /// <summary>Which of the messages with this SQL it was.</summary>
    public Statement? Statement => At is null ? null : new(At.Sql, Seen.Count(message => message.Sql == At.Sql));
}

/// <summary>A message by its SQL, and the how many-th of its kind it is: what stays when others come in between.</summary>
internal sealed record Statement(string Sql, int Occurrence);
