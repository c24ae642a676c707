using MetaSync.Sync;
using MetaSync.Tests.Support;
using Npgsql;

namespace MetaSync.Tests.Sync;

/// <summary>Takes the figures of a batch: what it costs beside Meta's own time.</summary>
internal sealed class YearFigures : IAsyncDisposable
{
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly NpgsqlConnection _listener;
    private readonly Task<DateTimeOffset> _committed;
    private readonly long _started;
    private TimeSpan _post;

    private YearFigures(NpgsqlConnection listener, CancellationToken cancellationToken)
    {
        _listener = listener;
        _committed = CommitAsync(cancellationToken);
        _started = _time.GetTimestamp();
    }

    /// <summary>Begins right before the POST; PostgreSQL's notification tells the moment of its commit.</summary>
    public static async Task<YearFigures> BeginAsync(SyncApplication app, CancellationToken cancellationToken)
    {
        var listener = await app.Database.OpenConnectionAsync(cancellationToken);
        await using var listen = new NpgsqlCommand($"LISTEN {SyncDayContract.Channel}", listener);
        await listen.ExecuteNonQueryAsync(cancellationToken);
        return new YearFigures(listener, cancellationToken);
    }

    public void Posted() => _post = _time.GetElapsedTime(_started);

    /// <summary>Prints the figures.</summary>
    /// <returns>How many times as long as Meta the batch took.</returns>
    public async Task<double> PrintAsync(SyncApplication app, CancellationToken cancellationToken)
    {
        var calls = await app.Simulator.CallsAsync(cancellationToken);
        var meta = TimeSpan.FromTicks(calls.Sum(call => (call.Finished!.Value - call.Received).Ticks));
        var all = calls[^1].Finished!.Value - calls[0].Received;
        TimeSpan[] gaps = [.. calls.Zip(calls.Skip(1), (before, after) => after.Received - before.Finished!.Value).Order()];

        Print($"POST of {calls.Count} days, the first that the API answers: {_post.TotalMilliseconds:F0} ms");
        var firstCall = calls[0].Received - await app.Simulator.ClockOffsetAsync(cancellationToken);
        Print($"commit to the first call at Meta: {(firstCall - await _committed).TotalMilliseconds:F0} ms");
        Print($"one day's answer to the next one's call: p50 {gaps[gaps.Length / 2].TotalMilliseconds:F1} ms, p99 {gaps[gaps.Length * 99 / 100].TotalMilliseconds:F1} ms, longest {gaps[^1].TotalMilliseconds:F0} ms");
        Print($"first call to last answer: {all.TotalSeconds:F2} s, of which Meta {meta.TotalSeconds:F2} s: {all / meta:F2} times");
        Print($"a worker's peak working set: {await app.PeakOfWorkerAsync(cancellationToken) / 1024 / 1024} MiB");
        return all / meta;
    }

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private async Task<DateTimeOffset> CommitAsync(CancellationToken cancellationToken)
    {
        await _listener.WaitAsync(cancellationToken);
        return _time.GetUtcNow();
    }

    private static void Print(string line) => TestContext.Current.TestOutputHelper!.WriteLine(line);
}
