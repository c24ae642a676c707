using System.Collections.Concurrent;
using MetaSync.Faults.Wire;

namespace MetaSync.Faults.Sweep;

/// <summary>
/// Makes the n-th message fail, for n = 1, 2, 3 and so on, until everything passes untouched before the n-th: once before the server gets it,
/// and once before the client hears that it was done. Several lanes share the points; they wait most of the time.
/// </summary>
/// <param name="act">What happens at the points.</param>
/// <param name="every">Every how many-th point is swept: 1 for all.</param>
/// <param name="first">The first of them, from 1.</param>
internal sealed class CrashPointSweep(WireAct act, int every = 1, int first = 1)
{
    private readonly ConcurrentBag<SweptPoint> _swept = [];
    private readonly ConcurrentDictionary<Moment, int> _ends = [];
    private readonly ConcurrentDictionary<Moment, int> _next = [];

    /// <summary>The points that something happened at, in the order of the messages.</summary>
    public IReadOnlyList<SweptPoint> Swept =>
        [.. _swept.Where(point => point is { IsUntouched: false, At: not null }).OrderBy(point => point.Point.Moment).ThenBy(point => point.At!.Number)];

    /// <summary>The messages of a run that nothing happened to, from its beginning to its end.</summary>
    public IReadOnlyList<SqlMessage> Whole =>
        [.. _swept.Where(point => point.IsUntouched).MinBy(point => point.Seen.Count)?.Seen.Where(Background.IsNone) ?? []];

    /// <summary>What was wrong after any of them.</summary>
    public IReadOnlyList<string> Violations =>
        [.. _swept.SelectMany(point => point.Violations.Select(violation => $"{point.Point.Moment} {point.At?.ToString() ?? "nothing"}, found {point.Found}: {violation}"))];

    /// <summary>Sweeps all points.</summary>
    /// <param name="lanes">Each makes something happen at a point, waits until all is well again, and says what came of it.</param>
    public async Task RunAsync(IReadOnlyList<Func<CrashPoint, Task<SweptPoint>>> lanes)
    {
        await Task.WhenAll(lanes.Select(async (lane, index) =>
        {
            Moment[] moments = index % 2 == 0 ? [Moment.Before, Moment.After] : [Moment.After, Moment.Before];
            foreach (var moment in moments)
                await SweepAsync(lane, moment);
        }));
        if (every > 1)
            return;

        // What runs at the same time takes turns by chance: a message that was never the n-th of its run is looked for by its SQL.
        var left = new ConcurrentQueue<(Moment, Statement)>(Missed());
        await Task.WhenAll(lanes.Select(async lane =>
        {
            while (left.TryDequeue(out var missed))
            {
                var (moment, statement) = missed;
                _swept.Add(await lane(new(statement.Occurrence, moment, act) { Counts = message => message.Sql == statement.Sql }));
            }
        }));
    }

    private async Task SweepAsync(Func<CrashPoint, Task<SweptPoint>> lane, Moment moment)
    {
        while (true)
        {
            var number = _next.AddOrUpdate(moment, first, (_, last) => last + every);
            if (number >= _ends.GetValueOrDefault(moment, int.MaxValue))
                return;
            var swept = await lane(new(number, moment, act) { Counts = Background.IsNone });
            _swept.Add(swept);
            if (swept.IsUntouched)
                _ends.AddOrUpdate(moment, number, (_, end) => Math.Min(end, number));
        }
    }

    private IEnumerable<(Moment, Statement)> Missed()
    {
        var whole = Whole.GroupBy(message => message.Sql).SelectMany(same => same.Select((message, index) => new Statement(message.Sql, index + 1))).ToArray();
        foreach (var moment in Enum.GetValues<Moment>())
        {
            var hit = Swept.Where(point => point.Point.Moment == moment).Select(point => point.Statement!).ToHashSet();
            foreach (var statement in whole.Where(statement => !hit.Contains(statement)))
                yield return (moment, statement);
        }
    }
}
