namespace MetaSync.Sync;

/// <summary>Why a batch is there. Days of one kind keep their order in a lane; the two kinds take turns.</summary>
public enum BatchKind
{
    /// <summary>Somebody asked for a range of days.</summary>
    Range,

    /// <summary>Days that Meta may have restated are read once more.</summary>
    Refresh,
}

/// <summary>A day of an account, and the lane in which it is to run.</summary>
public readonly record struct PlannedDay(string Account, string Lane, DateOnly Day);

/// <summary>What is to be enqueued as one batch, its days in the order in which they are to run.</summary>
public sealed record BatchPlan(BatchKind Kind, DateRange DateRange, IReadOnlyList<string> Accounts, IReadOnlyList<PlannedDay> Days)
{
    /// <summary>All days of a range, oldest first, each for all accounts.</summary>
    public static BatchPlan OfRange(DateRange range, IReadOnlyList<string> accounts, LaneMode lanes) => new(
        BatchKind.Range, range, accounts,
        [.. range.Days().SelectMany(day => accounts.Select(account => new PlannedDay(account, Lane.Of(account, lanes), day)))]);

    /// <summary>The word for the kind in tables and answers.</summary>
    public string KindName => Kind is BatchKind.Refresh ? "refresh" : "range";
}
