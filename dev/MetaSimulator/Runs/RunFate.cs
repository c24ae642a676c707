namespace MetaSimulator.Runs;

// How a run ends, and at which percentage. One that is stuck stays running until it expires.
internal sealed record RunFate(string Status, int Percent, RunError? Error = null)
{
    public static RunFate Completed { get; } = new(RunStatus.Completed, 100);

    public static RunFate TooLarge(int percent) => new(RunStatus.Failed, percent, RunError.TooLarge);

    public static RunFate Failed(int percent) => new(RunStatus.Failed, percent, RunError.GenerationFailed);

    public static RunFate Skipped(int percent) => new(RunStatus.Skipped, percent);

    public static RunFate Stuck(int percent) => new(RunStatus.Running, percent);
}
