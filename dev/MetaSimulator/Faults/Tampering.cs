using MetaSimulator.Runs;

namespace MetaSimulator.Faults;

internal sealed record Tampering
{
    public static Tampering None { get; } = new();

    public int ShiftDays { get; init; }

    public bool RepeatRow { get; init; }

    // The page's rows in reverse.
    public bool Backwards { get; init; }

    // Seen as of now, not of the first page's instant.
    public bool Drift { get; init; }

    public RunFate? Fate { get; init; }

    // Gives no rows, and the address of the page that has them.
    public bool EmptyPage { get; init; }
}
