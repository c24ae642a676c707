using MetaSimulator.Configuration;
using MetaSimulator.Data;

namespace MetaSimulator.Runs;

// A run's whole life, decided when it is submitted and by who asks after it; what it is at any instant is arithmetic.
internal sealed record RunPlan(DateTimeOffset Submitted, TimeSpan Work, TimeSpan AtHundred, RunFate Fate)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    // The shares of the work before a run is started, and before it runs.
    private const double StartedAt = 0.05;
    private const double RunningAt = 0.1;

    // From then on the run is no longer live.
    public DateTimeOffset Ends => IsForsaken ? Skipped : Decided;

    private DateTimeOffset Expires => Submitted + Lifetime;

    private DateTimeOffset Decided => Fate.Status switch
    {
        RunStatus.Completed => Submitted + Work + AtHundred,
        RunStatus.Running => Expires,
        _ => Submitted + (Work * (RunningAt + ((1 - RunningAt) * Fate.Percent / 100))),
    };

    private TimeSpan NotFoundFor { get; init; }

    private TimeSpan? Idle { get; init; }

    private DateTimeOffset Asked { get; init; } = Submitted;

    private DateTimeOffset Skipped => Idle is { } idle ? Asked + idle : DateTimeOffset.MaxValue;

    private bool IsForsaken => Skipped < Decided;

    public static RunPlan Make(AsyncOptions options, long rows, int others, ulong key, DateTimeOffset now, RunFate fate)
    {
        var exact = (options.Base + (options.PerRow * rows)) * (1 + (options.PerLiveRun * others));
        return new(now, exact * Math.Exp(options.Spread * Hash.Normal(key)), options.AtHundred, fate)
        {
            NotFoundFor = options.NotFoundFor,
            Idle = options.SkippedAfterIdle,
        };
    }

    // Nobody can put off an end that has come.
    public RunPlan AskedAfter(DateTimeOffset now) => now < Ends ? this with { Asked = now } : this;

    // A clock that was set back does not undo a run.
    public bool IsFound(DateTimeOffset now) => (NotFoundFor <= TimeSpan.Zero || now - Submitted >= NotFoundFor) && now < Expires;

    public (string Status, int Percent) At(DateTimeOffset now)
    {
        if (now < Ends)
            return Underway(now);
        return IsForsaken ? (RunStatus.Skipped, Underway(Skipped).Percent) : (Fate.Status, Fate.Percent);
    }

    public bool IsCompleted(DateTimeOffset now) => At(now).Status == RunStatus.Completed;

    private (string Status, int Percent) Underway(DateTimeOffset now)
    {
        var done = Work > TimeSpan.Zero ? (now - Submitted) / Work : 1;
        return done switch
        {
            < StartedAt => (RunStatus.NotStarted, 0),
            < RunningAt => (RunStatus.Started, 0),
            _ => (RunStatus.Running, Math.Min(Fate.Percent, (int)(100 * (done - RunningAt) / (1 - RunningAt)))),
        };
    }
}
