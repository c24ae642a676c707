using System.Diagnostics;
using System.Globalization;
using MetaSync.Sync;
using MetaSync.Tests.Support;
using Npgsql;

namespace MetaSync.Tests.Sync;

/// <summary>
/// What a year costs beside Meta's own time. It prints its figures:
/// <c>dotnet test --filter FullyQualifiedName~YearFigures --logger "console;verbosity=detailed"</c>.
/// </summary>
public sealed class YearFigures(PostgresServer server)
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(50);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_year_of_days_takes_little_longer_than_Meta_does()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 2, Cancel);
        await app.FinishedAsync((await app.EnqueueAsync("2024-12-01", "2024-12-31", Cancel)).BatchId, Cancel); // warm
        await app.Simulator.ResetAsync(new { latency = new { perRequest = Latency } }, Cancel);
        await using var listener = await app.Database.OpenConnectionAsync(Cancel);
        await using var listen = new NpgsqlCommand($"LISTEN {SyncDayContract.Channel}", listener);
        await listen.ExecuteNonQueryAsync(Cancel);
        var committed = CommitAsync(listener);

        var time = TimeProvider.System;
        var posted = time.GetTimestamp();
        var batch = await app.EnqueueAsync("2025-01-01", "2025-12-31", Cancel);
        var post = time.GetElapsedTime(posted);
        await app.FinishedAsync(batch.BatchId, Cancel);

        var calls = await app.Simulator.CallsAsync(Cancel);
        Assert.Equal(365, calls.Count);
        var meta = TimeSpan.FromTicks(calls.Sum(call => (call.Finished!.Value - call.Received).Ticks));
        var all = calls[^1].Finished!.Value - calls[0].Received;
        TimeSpan[] gaps = [.. calls.Zip(calls.Skip(1), (before, after) => after.Received - before.Finished!.Value).Order()];

        Print($"POST of 365 days                        {post.TotalMilliseconds:F0} ms");
        Print($"commit to the first call at Meta        {(calls[0].Received - await committed).TotalMilliseconds:F0} ms");
        Print($"one day's answer to the next one's call p50 {gaps[gaps.Length / 2].TotalMilliseconds:F1} ms, p99 {gaps[gaps.Length * 99 / 100].TotalMilliseconds:F1} ms, longest {gaps[^1].TotalMilliseconds:F0} ms");
        Print($"the year, first call to last answer     {all.TotalSeconds:F2} s, of which Meta {meta.TotalSeconds:F2} s: {all / meta:F2} times");
        Print($"a worker's peak working set             {await PeakAsync(app) / 1024 / 1024} MiB");
        Assert.InRange(all / meta, 1, 3);
    }

    private static async Task<DateTimeOffset> CommitAsync(NpgsqlConnection listener)
    {
        await listener.WaitAsync(Cancel);
        return TimeProvider.System.GetUtcNow();
    }

    private static async Task<long> PeakAsync(SyncApplication app)
    {
        var worker = await app.ScalarAsync<string>("SELECT worker FROM metasync.sync_days ORDER BY id DESC LIMIT 1", Cancel);
        using var process = Process.GetProcessById(int.Parse(worker!.Split(':')[^1], CultureInfo.InvariantCulture));
        return process.PeakWorkingSet64;
    }

    private static void Print(string line) => TestContext.Current.TestOutputHelper!.WriteLine(line);
}
