using MetaSync.Faults.Rig;

namespace MetaSync.Faults.History;

/// <summary>Everything that is known of a run of the rig.</summary>
internal sealed record RunHistory
{
    /// <summary>In the order of the commits, as are the days and the effects.</summary>
    public IReadOnlyList<BatchEvent> Batches { get; init; } = [];

    public IReadOnlyList<DayEvent> Days { get; init; } = [];

    public IReadOnlyList<EffectEvent> Effects { get; init; } = [];

    /// <summary>What clients asked and were told.</summary>
    public IReadOnlyList<ClientEntry> Client { get; init; } = [];

    /// <summary>What Meta was asked.</summary>
    public IReadOnlyList<MetaCall> Calls { get; init; } = [];

    /// <summary>When which process lived, and was suspended.</summary>
    public IReadOnlyList<Incarnation> Processes { get; init; } = [];

    /// <summary>What the workers have logged of runs that came to nothing.</summary>
    public IReadOnlyList<Remark> Remarks { get; init; } = [];

    /// <summary>What is left in the end.</summary>
    public Residue Residue { get; init; } = new();

    /// <summary>When the last fault was over; null when there was none.</summary>
    public DateTimeOffset? Healed { get; init; }

    /// <summary>How long the lanes may stand still from then on.</summary>
    public TimeSpan ProgressLimit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>When the history was read.</summary>
    public DateTimeOffset Ended { get; init; }

    /// <summary>What has happened since an instant at which all was quiet.</summary>
    public RunHistory Since(DateTimeOffset quiet) => this with
    {
        Batches = [.. Batches.Where(batch => batch.Committed >= quiet)],
        Days = [.. Days.Where(day => day.Committed >= quiet)],
        Effects = [.. Effects.Where(effect => effect.Committed >= quiet)],
        Client = [.. Client.Where(entry => entry.Answered >= quiet)],
        Calls = [.. Calls.Where(call => call.Received >= quiet)],
    };
}

/// <summary>A line in which a worker says that a run of a day stored nothing.</summary>
/// <param name="Session">The incarnation that logged it.</param>
/// <param name="IsDatabaseFailure">Whether the database failed it; else another run had taken the day over, or it was cancelled.</param>
/// <param name="DayId">The day's row, where the line names it.</param>
/// <param name="Account">The account, where the line names it.</param>
/// <param name="Day">The day, where the line names it.</param>
internal sealed record Remark(string Session, bool IsDatabaseFailure, long? DayId, string? Account, DateOnly? Day)
{
    public bool IsAbout(DayEvent run) => Session == run.Session && (DayId == run.DayId || (Account == run.Account && Day == run.Day));
}

/// <summary>What a quiet system should have none of, and how many connections it has.</summary>
internal sealed record Residue
{
    /// <summary>Firings that Quartz holds for being under way.</summary>
    public long Fired { get; init; }

    /// <summary>Triggers that Quartz holds back: acquired, executing or blocked.</summary>
    public long HeldTriggers { get; init; }

    /// <summary>Days that stand in a lane and that no trigger will ever run.</summary>
    public IReadOnlyList<long> DaysWithoutTrigger { get; init; } = [];

    /// <summary>Days that carry a token although nobody runs them.</summary>
    public long Tokens { get; init; }

    public long IdleInTransaction { get; init; }

    public long Connections { get; init; }

    public long ConnectionsAllowed { get; init; } = long.MaxValue;
}
