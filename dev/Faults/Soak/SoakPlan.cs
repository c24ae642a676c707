using MetaSync.Faults.Cases;

namespace MetaSync.Faults.Soak;

/// <summary>A fault, and what its own choices are drawn from.</summary>
internal sealed record PlannedFault(FaultCase Case, int Seed);

/// <summary>Which faults strike, and in which order. The same seed, count and cases give the same plan.</summary>
internal sealed record SoakPlan(int Seed, IReadOnlyList<PlannedFault> Strikes)
{
    /// <summary>How many faults that is: some cases strike several times.</summary>
    public int Faults => Strikes.Sum(strike => strike.Case.Faults);

    /// <summary>At least so many faults: each case once where there is room for all of them, the others by their weights.</summary>
    public static SoakPlan Of(int seed, int count, IReadOnlyList<FaultCase> cases)
    {
        var random = new Random(seed);
        List<FaultCase> drawn = cases.Sum(one => one.Faults) <= count ? [.. cases] : [];
        for (var faults = drawn.Sum(one => one.Faults); faults < count; faults += drawn[^1].Faults)
            drawn.Add(Draw(random, cases));
        var order = drawn.ToArray();
        random.Shuffle(order);
        return new(seed, [.. order.Select(one => new PlannedFault(one, random.Next()))]);
    }

    /// <summary>What strikes in one of several lanes, which run beside each other.</summary>
    public IReadOnlyList<PlannedFault> Lane(int lane, int lanes) => [.. Strikes.Where((_, index) => index % lanes == lane)];

    private static FaultCase Draw(Random random, IReadOnlyList<FaultCase> cases)
    {
        var number = random.Next(cases.Sum(one => one.Weight));
        return cases.First(one => (number -= one.Weight) < 0);
    }
}
