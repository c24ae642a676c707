using MetaSimulator.Runs;

namespace MetaSimulator.Faults;

internal sealed record Tampering
{
    public static Tampering None { get; } = new();

    public int ShiftDays { get; init; }

    public bool RepeatRow { get; init; }

    public RunFate? Fate { get; init; }

    // Gives no rows, and the address of the page that has them.
    public bool EmptyPage { get; init; }
}
