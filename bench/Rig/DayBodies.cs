using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using MetaSync.Sync;
using Quartz;

namespace MetaSync.Bench.Rig;

/// <summary>One day's body: in which lane, at which place, and from when to when by <see cref="Stopwatch.GetTimestamp"/>.</summary>
internal readonly record struct DayBody(string Lane, long Place, long Start, long End);

/// <summary>What the days of a bench do instead of asking Meta: nothing, or something that takes so long.</summary>
internal sealed class DayBodies
{
    private readonly ConcurrentQueue<DayBody> _ended = new();
    private TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan _length;
    private int _left;

    /// <summary>Expects so many days of such a length from now on.</summary>
    public void Expect(int days, TimeSpan length)
    {
        _ended.Clear();
        _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
        (_left, _length) = (days, length);
    }

    /// <summary>Those that were expected, in the order in which they started, once the last has ended.</summary>
    public async Task<IReadOnlyList<DayBody>> AllAsync(CancellationToken cancellationToken)
    {
        await _enough.Task.WaitAsync(cancellationToken);
        return [.. _ended.OrderBy(body => body.Start)];
    }

    public async Task RunAsync(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var place = long.Parse(context.MergedJobDataMap.GetString(SyncDayContract.PlaceKey)!, CultureInfo.InvariantCulture);
        if (_length > TimeSpan.Zero)
            await Task.Delay(_length, TimeProvider.System, cancellationToken);
        _ended.Enqueue(new(context.Trigger.ExecutionGroup!, place, start, Stopwatch.GetTimestamp()));
        if (Interlocked.Decrement(ref _left) == 0)
            _enough.SetResult();
    }
}
