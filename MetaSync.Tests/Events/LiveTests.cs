using MetaSync.Tests.Support;

namespace MetaSync.Tests.Events;

/// <summary>
/// How soon those who watch see what happens. It prints the lags:
/// <c>dotnet test --filter FullyQualifiedName~LiveTests --logger "console;verbosity=detailed"</c>.
/// </summary>
[Collection(nameof(Alone))]
public sealed class LiveTests(PostgresServer server)
{
    private const int Viewers = 20, Changes = 30;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Twenty_viewers_see_each_change_within_a_second()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 0, Cancel);
        await app.EnqueueAsync("2025-01-01", "2025-12-31", Cancel);
        var viewers = await Task.WhenAll(Enumerable.Range(0, Viewers).Select(_ => EventReader.OpenAsync(app.Api, "/api/events", Cancel)));
        foreach (var viewer in viewers)
            Assert.Equal("ping", (await viewer.NextAsync(Cancel)).Kind);

        var (time, lags) = (TimeProvider.System, new List<double>());
        for (var change = 1; change <= Changes; change++)
        {
            await app.ExecuteAsync($"UPDATE metasync.sync_days SET state = 'cancelled', finished_at = now() WHERE day = '2025-01-{change:00}'", Cancel);
            var committed = time.GetUtcNow();
            var seen = await Task.WhenAll(viewers.Select(viewer => viewer.NextAsync(one => one.Kind is "batch" && one.Data["counts"]!["cancelled"]!.GetValue<int>() == change, Cancel)));
            lags.AddRange(seen.Select(one => (one.At - committed).TotalMilliseconds));
        }

        lags.Sort();
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{Viewers} viewers, {Changes} changes: median {lags[lags.Count / 2]:F0} ms, 95 % within {lags[lags.Count * 95 / 100]:F0} ms, at most {lags[^1]:F0} ms");
        foreach (var viewer in viewers)
            await viewer.DisposeAsync();
        Assert.InRange(lags[lags.Count * 95 / 100], 0, 1000); // 250 ms on two quiet cores
    }

    [Fact]
    public async Task A_year_is_told_day_by_day_and_in_order_until_its_end()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 2, Cancel);
        var batch = (await app.EnqueueAsync("2026-01-01", "2026-01-31", Cancel)).BatchId;
        await using var events = await EventReader.OpenAsync(app.Api, $"/api/sync/{batch}/events", Cancel);

        var told = await events.RestAsync(Cancel);

        Assert.Equal(("batch", "end"), (told[0].Kind, told[^1].Kind));
        Assert.Equal("succeeded", told[^2].Data["state"]!.GetValue<string>());
        var succeeded = told.Where(one => one.Kind is "day" && one.Data["state"]!.GetValue<string>() is "succeeded").Select(one => one.Data["day"]!.GetValue<string>()).Distinct().ToArray();
        Assert.Equal(succeeded.Order(StringComparer.Ordinal), succeeded);
        Assert.Equal(31, succeeded.Length + told[0].Data["counts"]!["succeeded"]!.GetValue<int>());
        var finished = told.Where(one => one.Kind is "batch").Select(one => one.Data["percent"]!.GetValue<decimal>()).ToArray();
        Assert.Equal(finished.Order(), finished);
    }

    [Fact]
    public async Task An_API_that_is_stopped_ends_its_streams_at_once()
    {
        var host = await ApiHost.StartAsync(server, Cancel, settings: ("Access:Mode", "Open"));
        using var client = host.Client();
        await using var events = await EventReader.OpenAsync(client, "/api/events", Cancel);
        Assert.Equal("ping", (await events.NextAsync(Cancel)).Kind);

        var (time, begun) = (TimeProvider.System, TimeProvider.System.GetTimestamp());
        await host.DisposeAsync();

        await events.Ended.WaitAsync(Cancel);
        Assert.InRange(time.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(10)); // the server would wait for thirty
    }
}
