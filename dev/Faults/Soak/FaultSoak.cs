namespace MetaSync.Faults.Soak;

/// <summary>Faults at random, one after the other, in several rigs that are never without work.</summary>
internal static class FaultSoak
{
    public static async Task<SoakResult> RunAsync(SoakOptions options, CancellationToken cancellationToken)
    {
        var plan = SoakPlan.Of(options.Seed, options.Count, options.Cases);
        options.Say(FormattableString.Invariant($"{plan.Faults} faults in {plan.Strikes.Count} strikes, FAULTS_SEED={plan.Seed}"));
        var started = TimeProvider.System.GetTimestamp();
        using var starting = new SemaphoreSlim(1);
        var lanes = Enumerable.Range(0, options.Lanes).Select(lane => new SoakLane(lane, plan.Lane(lane, options.Lanes), options, starting)).ToList();
        var windows = await Task.WhenAll(lanes.Select(lane => lane.RunAsync(cancellationToken)));
        return new(options, TimeProvider.System.GetElapsedTime(started), [.. windows.SelectMany(lane => lane)]);
    }
}
