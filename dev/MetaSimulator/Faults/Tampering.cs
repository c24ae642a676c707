namespace MetaSimulator.Faults;

/// <summary>How a page of rows is made wrong.</summary>
internal sealed record Tampering
{
    public static Tampering None { get; } = new();

    /// <summary>Gives the rows of another day.</summary>
    public int ShiftDays { get; init; }

    /// <summary>Gives the page's last row again on the next page.</summary>
    public bool RepeatRow { get; init; }

    /// <summary>Gives no rows, and the address of the page that has them.</summary>
    public bool EmptyPage { get; init; }
}
