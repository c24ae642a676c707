using MetaSync.Sync;

namespace MetaSync.Worker.Sync;

/// <summary>A day that this worker may run, for as long as <paramref name="Token"/> is the one in the day's row; or a chunk of days, which are run as one.</summary>
internal sealed record DayRun(long DayId, Guid Token, Guid BatchId, string Account, DateOnly Day, DateOnly EndDay, int Attempt, DateTimeOffset AsOf)
{
    public DateRange Days => new(Day, EndDay);

    /// <summary>The same run, of those of its days only that the account has.</summary>
    public DayRun Within(DateOnly oldest, DateOnly today) => this with { Day = Day < oldest ? oldest : Day, EndDay = EndDay > today ? today : EndDay };
}

/// <summary>What came of asking for a day.</summary>
internal abstract record Claim
{
    private Claim()
    {
    }

    /// <summary>The day is ours.</summary>
    internal sealed record Granted(DayRun Run) : Claim;

    /// <summary>A day before it in the lane is not finished; ask again after <paramref name="Wait"/>.</summary>
    internal sealed record NotItsTurn(TimeSpan Wait) : Claim;

    /// <summary>The day's batch is paused; the day is to be set aside.</summary>
    internal sealed record Held : Claim;

    /// <summary>The day needs no more work.</summary>
    internal sealed record Finished : Claim;
}
