using MetaSync.Faults.History;
using MetaSync.Faults.Rig;

namespace MetaSync.Faults.Soak;

/// <summary>What one kind of fault has come to.</summary>
internal sealed record KindResult(string Name, int Strikes, int Faults, int Missed, IReadOnlyList<TimeSpan> Recoveries, int FalseTakeovers)
{
    public static KindResult operator +(KindResult one, KindResult other) => new(
        one.Name, one.Strikes + other.Strikes, one.Faults + other.Faults, one.Missed + other.Missed, [.. one.Recoveries, .. other.Recoveries], one.FalseTakeovers + other.FalseTakeovers);
}

/// <summary>The numbers of one stretch of a soak, from one rest to the next; its history may be forgotten then.</summary>
internal sealed record WindowResult
{
    public required IReadOnlyList<KindResult> Kinds { get; init; }

    public required int Days { get; init; }

    /// <summary>Claims: more than days, as some days were begun several times.</summary>
    public required int Runs { get; init; }

    public required IReadOnlyDictionary<Known, int> Answers { get; init; }

    public required IReadOnlyList<Violation> Violations { get; init; }

    /// <summary>How long workers lived and were not suspended, added up.</summary>
    public required TimeSpan LiveTime { get; init; }

    /// <summary>Live workers that lost their day while a fault kept them from checking in.</summary>
    public required int ForcedTakeovers { get; init; }

    /// <summary>Live workers that lost their day although nothing kept them from checking in but a busy machine.</summary>
    public required int FalseTakeovers { get; init; }

    public static WindowResult Of(DateTimeOffset from, IReadOnlyList<Strike> strikes, RunHistory history, IReadOnlyList<Violation> violations)
    {
        var takeovers = HistorySummary.FalseTakeoversIn(history);
        var forced = takeovers.Count(takeover => strikes.Any(strike => strike.Case.HoldsUpCheckIn && strike.Covers(takeover.By.Committed)));
        return new()
        {
            Kinds = [.. strikes.Select(strike => KindOf(strike, history, takeovers))],
            Days = history.Days.Count(day => day.IsInsert),
            Runs = history.Days.Count(day => day.IsGrant),
            Answers = history.Client.CountBy(entry => entry.Known).ToDictionary(),
            Violations = violations,
            LiveTime = LiveTimeIn(history, from, history.Ended),
            ForcedTakeovers = forced,
            FalseTakeovers = takeovers.Count - forced,
        };
    }

    private static KindResult KindOf(Strike strike, RunHistory history, IReadOnlyList<FalseTakeover> takeovers) => new(
        strike.Case.Name, strike.Missed is null ? 1 : 0, strike.Missed is null ? strike.Case.Faults : 0, strike.Missed is null ? 0 : 1,
        HistorySummary.RecoveriesIn(history with { Processes = [.. history.Processes.Where(process => process.Ended is { } ended && ended >= strike.From && ended <= strike.To)] }),
        takeovers.Count(takeover => strike.Covers(takeover.By.Committed)));

    private static TimeSpan LiveTimeIn(RunHistory history, DateTimeOffset from, DateTimeOffset to)
    {
        var workers = history.Processes.Where(process => process.Name.StartsWith("worker", StringComparison.Ordinal)).ToList();
        var lived = workers.Aggregate(TimeSpan.Zero, (sum, worker) => sum + Within(new(worker.Started, worker.Ended)));
        return workers.SelectMany(worker => worker.Suspensions).Aggregate(lived, (sum, suspension) => sum - Within(suspension));

        TimeSpan Within(Span span)
        {
            var (start, end) = (span.From > from ? span.From : from, span.To is { } ended && ended < to ? ended : to);
            return end > start ? end - start : TimeSpan.Zero;
        }
    }
}
