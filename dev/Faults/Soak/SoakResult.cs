using System.Globalization;
using MetaSync.Faults.History;

namespace MetaSync.Faults.Soak;

/// <summary>What a soak has come to.</summary>
internal sealed record SoakResult(SoakOptions Options, TimeSpan Elapsed, IReadOnlyList<WindowResult> Windows)
{
    /// <summary>By kind, in the order of their names.</summary>
    public IReadOnlyList<KindResult> Kinds { get; } =
        [.. Windows.SelectMany(window => window.Kinds).GroupBy(kind => kind.Name).OrderBy(kind => kind.Key, StringComparer.Ordinal).Select(kind => kind.Aggregate((one, other) => one + other))];

    public IReadOnlyList<Violation> Violations { get; } = [.. Windows.SelectMany(window => window.Violations)];

    /// <summary>Faults that have struck; those that could not are left out.</summary>
    public int Faults => Kinds.Sum(kind => kind.Faults);

    public int Missed => Kinds.Sum(kind => kind.Missed);

    public int Days => Windows.Sum(window => window.Days);

    public int Runs => Windows.Sum(window => window.Runs);

    /// <summary>Days that were acknowledged, and did not end; rows that are missing.</summary>
    public int Lost => Count(Invariant.NothingIsLost);

    /// <summary>Days that were stored twice, under an old token, or with rows that are not true.</summary>
    public int Doubled => Count(Invariant.OneEffect, Invariant.NewestToken);

    public int Reordered => Count(Invariant.LaneOrder, Invariant.NoOverlap);

    /// <summary>Lanes that stood still, and what was left behind.</summary>
    public int Stuck => Count(Invariant.Progress, Invariant.NoResidue);

    /// <summary>Stretches in which a promise was broken: by one fault at least, however many days suffered.</summary>
    public int Broken => Windows.Count(window => window.Violations.Count > 0);

    /// <summary>With a confidence of 95 % fewer faults than this share of them break a promise.</summary>
    public double Bound => FailureBound.Upper95(Math.Min(Broken, Faults), Math.Max(Faults, 1));

    public TimeSpan LiveTime => Windows.Aggregate(TimeSpan.Zero, (sum, window) => sum + window.LiveTime);

    public int ForcedTakeovers => Windows.Sum(window => window.ForcedTakeovers);

    public int FalseTakeovers => Windows.Sum(window => window.FalseTakeovers);

    public double FalseTakeoversPerHour => LiveTime > TimeSpan.Zero ? FalseTakeovers / LiveTime.TotalHours : 0;

    public double FalseTakeoversPerDayRun => Runs > 0 ? (double)FalseTakeovers / Runs : 0;

    /// <summary>Of days whose worker alone was killed: the other one was there to take over, and so was the server.</summary>
    public RecoveryTimes? Recoveries => RecoveryTimes.Of(Kinds.Where(kind => !IsColdStart(kind.Name)).SelectMany(kind => kind.Recoveries));

    /// <summary>Of days whose worker was killed with everything else: the programs have to start first.</summary>
    public RecoveryTimes? ColdStarts => RecoveryTimes.Of(Kinds.Where(kind => IsColdStart(kind.Name)).SelectMany(kind => kind.Recoveries));

    /// <summary>How to have the same faults again.</summary>
    public string Repeat => string.Create(CultureInfo.InvariantCulture, $"FAULTS_SEED={Options.Seed} (bench: faults --seed {Options.Seed} --count {Options.Count} --lanes {Options.Lanes}) plans the same faults.");

    public int Answers(Known known) => Windows.Sum(window => window.Answers.GetValueOrDefault(known));

    public int Count(params Invariant[] invariants) => Violations.Count(violation => invariants.Contains(violation.Invariant));

    /// <summary>In sentences, for a test's output.</summary>
    public IEnumerable<string> Sentences()
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"{Repeat} {Faults} faults in {Options.Lanes} rigs within {Elapsed.TotalMinutes:F1} min; {Missed} could not strike.");
        yield return string.Create(CultureInfo.InvariantCulture, $"{Days} days in {Runs} runs; requests: {Answers(Known.Done)} accepted, {Answers(Known.Refused)} refused, {Answers(Known.Unknown)} without an answer.");
        yield return string.Create(CultureInfo.InvariantCulture, $"Lost {Lost}, doubled {Doubled}, out of order {Reordered}, stuck {Stuck}; with a confidence of 95 % fewer than {Bound:P2} of the faults break a promise.");
        foreach (var (name, times) in new[] { ("Killed worker", Recoveries), ("All killed", ColdStarts) })
        {
            if (times is not null)
                yield return string.Create(CultureInfo.InvariantCulture, $"{name}: {times.Count} days claimed again after p50 {times.P50.TotalSeconds:F2} s, p99 {times.P99.TotalSeconds:F2} s, max {times.Max.TotalSeconds:F2} s.");
        }

        yield return string.Create(CultureInfo.InvariantCulture,
            $"False takeovers: {FalseTakeovers} in {LiveTime.TotalHours:F2} h of live workers ({FalseTakeoversPerHour:F2} an hour, {FalseTakeoversPerDayRun:P3} of the runs), and {ForcedTakeovers} while a fault held check-ins up.");
        foreach (var kind in Kinds)
            yield return string.Create(CultureInfo.InvariantCulture, $"  {kind.Name}: {kind.Faults} faults in {kind.Strikes} strikes, {kind.Missed} missed");
    }

    private bool IsColdStart(string name) => Options.Cases.Any(one => one.Name == name && one.KillsAll);
}
