using MetaSync.Faults.Rig;

namespace MetaSync.Faults.History;

/// <summary>What a client knows about a request of its own.</summary>
internal enum Known
{
    /// <summary>No answer came, or one that does not say: it may have been done, or not. Never left out of a check, and never held against the system.</summary>
    Unknown,

    /// <summary>The API said that it was done.</summary>
    Done,

    /// <summary>The API said that it was not done.</summary>
    Refused,
}

/// <summary>A request to the API and what came of it.</summary>
/// <param name="Verb">enqueue, cancel, pause, resume or retry.</param>
/// <param name="Sent">When it was sent.</param>
/// <param name="Answered">When its answer came, or it was given up.</param>
/// <param name="Known">What is known about it.</param>
internal sealed record ClientEntry(string Verb, DateTimeOffset Sent, DateTimeOffset Answered, Known Known)
{
    public RangeRequest? Range { get; init; }

    public string? Key { get; init; }

    /// <summary>The batch that was steered, or that the answer names.</summary>
    public Guid? BatchId { get; init; }

    /// <summary>How many jobs the answer speaks of.</summary>
    public int Days { get; init; }

    /// <summary>How many days were left out, says the answer.</summary>
    public int Skipped { get; init; }

    /// <summary>The answer, where it was not yes.</summary>
    public string? Text { get; init; }
}
