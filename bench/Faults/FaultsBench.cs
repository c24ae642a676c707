using System.Globalization;
using MetaSync.Bench.Reporting;
using MetaSync.Faults.History;
using MetaSync.Faults.Soak;

namespace MetaSync.Bench.Faults;

/// <summary>The long form of the random soak: faults strike whole systems, which are checked again and again.</summary>
internal static class FaultsBench
{
    public static async Task<IReadOnlyList<Table>> MeasureAsync(Run run, SoakOptions options, CancellationToken cancellationToken)
    {
        Run.Say($"  FAULTS_SEED={options.Seed}");
        var result = await FaultSoak.RunAsync(options with { Count = run.Pick(options.Count, Math.Min(options.Count, 12)), Say = Run.Say }, cancellationToken);
        return [Promises(result), Times(result), Kinds(result)];
    }

    private static Table Promises(SoakResult result)
    {
        var table = new Table("faults", "Faults: what they have broken", ["what", "result"]);
        table.Add("faults that have struck", result.Faults);
        table.Add("faults that could not strike, and do not count", result.Missed);
        table.Add("rigs beside each other", result.Options.Lanes);
        table.Add("minutes", result.Elapsed.TotalMinutes);
        table.Add("days run", result.Days);
        table.Add("claims", result.Runs);
        table.Add("requests accepted", result.Answers(Known.Done));
        table.Add("requests refused", result.Answers(Known.Refused));
        table.Add("requests without an answer", result.Answers(Known.Unknown));
        table.Add("days lost", result.Lost);
        table.Add("days doubled", result.Doubled);
        table.Add("days out of order", result.Reordered);
        table.Add("stuck", result.Stuck);
        table.Add("stretches of four strikes in which a promise was broken", result.Broken);
        foreach (var invariant in Enum.GetValues<Invariant>())
            table.Add(string.Create(CultureInfo.InvariantCulture, $"violations of I{(int)invariant} {invariant}"), result.Count(invariant));
        table.Add("faults of which one breaks a promise, fewer than, in percent (95 % confidence)", result.Bound * 100);
        table.Notes.Add(result.Repeat);
        foreach (var violation in result.Violations.Take(20))
            table.Notes.Add($"- {violation}");
        return table;
    }

    private static Table Times(SoakResult result)
    {
        var table = new Table("recovery", "From SIGKILL to the day's next claim, and what it costs in false takeovers", ["what", "count", "p50 s", "p99 s", "max s"]);
        foreach (var (name, times) in new[] { ("the day's worker was killed", result.Recoveries), ("everything was killed, and had to start first", result.ColdStarts) })
            table.Add(name, times?.Count ?? 0, times?.P50.TotalSeconds, times?.P99.TotalSeconds, times?.Max.TotalSeconds);
        table.Notes.Add(string.Create(CultureInfo.InvariantCulture,
            $"False takeovers, a live worker that nothing but a busy machine held up: {result.FalseTakeovers} in {result.LiveTime.TotalHours:F2} hours of live workers, {result.FalseTakeoversPerHour:F3} an hour, {result.FalseTakeoversPerDayRun * 1000:F3} in 1,000 claims."));
        table.Notes.Add(string.Create(CultureInfo.InvariantCulture, $"Another {result.ForcedTakeovers} came about while a fault kept live workers from checking in."));
        return table;
    }

    private static Table Kinds(SoakResult result)
    {
        var table = new Table("kinds", "Faults by kind", ["fault", "strikes", "faults", "could not strike", "days recovered", "p50 s", "max s", "takeovers from live workers"]);
        foreach (var kind in result.Kinds)
        {
            var times = RecoveryTimes.Of(kind.Recoveries);
            table.Add(kind.Name, kind.Strikes, kind.Faults, kind.Missed, kind.Recoveries.Count, times?.P50.TotalSeconds, times?.Max.TotalSeconds, kind.FalseTakeovers);
        }

        return table;
    }
}
