using System.Collections.Frozen;
using MetaSimulator.Graph;
using MetaSimulator.Runs;

namespace MetaSimulator.Faults;

// The faults of runs. Each takes calls of one phase only: what becomes of a run is decided when it is submitted.
internal static class RunFaults
{
    public static FrozenDictionary<string, (RunPhase Phase, FaultAction Act)> Table { get; } = new Dictionary<string, (RunPhase, FaultAction)>
    {
        ["run-failed"] = (RunPhase.Submit, Fate(RunFate.Failed)),
        ["run-too-large"] = (RunPhase.Submit, Fate(RunFate.TooLarge)),
        ["run-skipped"] = (RunPhase.Submit, Fate(RunFate.Skipped)),
        ["run-stuck"] = (RunPhase.Submit, Fate(RunFate.Stuck)),
        ["run-missing"] = (RunPhase.Poll, context => throw new GraphErrorException(GraphErrors.NoSuchObject("get", context.Call.Parts[0]))),
        ["run-not-readable"] = (RunPhase.Read, FaultAnswers.Error(GraphErrors.RunNotReadable)),
    }.ToFrozenDictionary();

    public static RunPhase? PhaseOf(string action) => Table.TryGetValue(action, out var fault) ? fault.Phase : null;

    private static FaultAction Fate(Func<int, RunFate> fate) => context =>
    {
        context.Call.Tampering = new() { Fate = fate(context.Rule.Percent) };
        return context.Answer();
    };
}
