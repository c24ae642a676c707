namespace MetaSync.Sync;

/// <summary>A job that is to be: consecutive days of an account, and why they are wanted.</summary>
public readonly record struct WantedDays(string Account, string Lane, DateOnly Day, DateOnly EndDay, string Why);

/// <summary>A day that is left out, and why.</summary>
public readonly record struct SkippedDay(string Account, DateOnly Day, string Why);

/// <summary>Which days of a plan are enqueued: the one decision of a request that enqueues, and of one that only asks.</summary>
/// <param name="Wanted">The jobs, in the order in which they are to run.</param>
/// <param name="Skipped">The days that are left out.</param>
public sealed record DaySelection(IReadOnlyList<WantedDays> Wanted, IReadOnlyList<SkippedDay> Skipped)
{
    /// <summary>Of a chunk whose days are wanted for several reasons, the first of these is given.</summary>
    private static readonly string[] Reasons = ["missing", "failed", "provisional", "empty", "final"];

    /// <param name="plan">What was asked for.</param>
    /// <param name="standings">How things stand with each of its days, in its order.</param>
    public static DaySelection Of(BatchPlan plan, IReadOnlyList<DayStanding> standings)
    {
        var wanted = new List<WantedDays>();
        var skipped = new List<SkippedDay>();
        var open = new Dictionary<string, int>(); // an account's last chunk, by its place in the list
        foreach (var (day, standing) in plan.Days.Zip(standings))
        {
            if (WhyNot(plan.Mode, standing) is { } whyNot)
            {
                skipped.Add(new(day.Account, day.Day, whyNot));
            }
            else if (plan.ChunkDays > 1 && open.TryGetValue(day.Account, out var at) && Continues(wanted[at], day, plan.ChunkDays))
            {
                wanted[at] = wanted[at] with { EndDay = day.Day, Why = Stronger(wanted[at].Why, Why(standing)) };
            }
            else
            {
                open[day.Account] = wanted.Count;
                wanted.Add(new(day.Account, day.Lane, day.Day, day.Day, Why(standing)));
            }
        }

        return new(wanted, skipped);
    }

    private static bool Continues(WantedDays chunk, PlannedDay day, int chunkDays) =>
        day.Day == chunk.EndDay.AddDays(1) && day.Day.DayNumber - chunk.Day.DayNumber < chunkDays;

    private static string? WhyNot(SyncMode mode, DayStanding standing)
    {
        var isWanted = mode switch
        {
            SyncMode.Missing => standing is { Data: DayData.Missing, HasFailed: false },
            SyncMode.MissingAndFailed => standing.HasFailed || standing.Data is DayData.Missing,
            _ => true,
        };
        return standing.Waits ? "waiting" : isWanted ? null : standing.HasFailed ? "failed" : "in";
    }

    private static string Why(DayStanding standing) => standing switch
    {
        { HasFailed: true } => "failed",
        { Data: DayData.Provisional } => "provisional",
        { Data: DayData.Empty } => "empty",
        { Data: DayData.Final } => "final",
        _ => "missing",
    };

    private static string Stronger(string one, string other) => Reasons[Math.Min(Array.IndexOf(Reasons, one), Array.IndexOf(Reasons, other))];
}
