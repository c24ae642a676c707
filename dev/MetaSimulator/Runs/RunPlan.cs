using MetaSimulator.Configuration;
using MetaSimulator.Data;

namespace MetaSimulator.Runs;

// A run's whole life, decided when it is submitted; what it is at any instant is arithmetic.
internal sealed record RunPlan(DateTimeOffset Submitted, TimeSpan Work, TimeSpan AtHundred, RunFate Fate)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    // The shares of the work before a run is started, and before it runs.
    private const double StartedAt = 0.05;
    private const double RunningAt = 0.1;

    public DateTimeOffset Expires => Submitted + Lifetime;

    // From then on the run is no longer live.
    public DateTimeOffset Ends => Fate.Status switch
    {
        RunStatus.Completed => Submitted + Work + AtHundred,
        RunStatus.Running => Expires,
        _ => Submitted + (Work * (RunningAt + ((1 - RunningAt) * Fate.Percent / 100))),
    };

    public static RunPlan Make(AsyncOptions options, long rows, ulong key, DateTimeOffset now, RunFate fate)
    {
        var exact = options.Base + (options.PerRow * rows);
        return new(now, exact * Math.Exp(options.Spread * Hash.Normal(key)), options.AtHundred, fate);
    }

    public (string Status, int Percent) At(DateTimeOffset now)
    {
        if (now >= Ends)
            return (Fate.Status, Fate.Percent);

        var done = Work > TimeSpan.Zero ? (now - Submitted) / Work : 1;
        return done switch
        {
            < StartedAt => (RunStatus.NotStarted, 0),
            < RunningAt => (RunStatus.Started, 0),
            _ => (RunStatus.Running, Math.Min(Fate.Percent, (int)(100 * (done - RunningAt) / (1 - RunningAt)))),
        };
    }

    public bool IsCompleted(DateTimeOffset now) => At(now).Status == RunStatus.Completed;
}
