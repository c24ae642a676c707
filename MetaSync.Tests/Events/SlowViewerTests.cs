using System.Globalization;
using MetaSync.ApiService.Events;
using MetaSync.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace MetaSync.Tests.Events;

public sealed class SlowViewerTests(PostgresServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_viewer_that_does_not_keep_up_loses_its_connection_and_the_others_do_not()
    {
        await using var host = await ApiHost.StartAsync(server, Cancel);
        await host.ExecuteAsync("""
            INSERT INTO metasync.sync_batches (id, start_date, end_date, accounts) VALUES ('0199c0de-0000-7000-8000-000000000001', '2026-01-01', '2026-01-01', '{act_1}');
            INSERT INTO metasync.sync_days (batch_id, lane, account, day, end_day) VALUES ('0199c0de-0000-7000-8000-000000000001', 'meta_sync', 'act_1', '2026-01-01', '2026-01-01');
            """, Cancel);
        var feed = host.Services.GetRequiredService<EventFeed>();
        var isAbandoned = false;
        var (slow, slowLeaves) = feed.Watch(() => isAbandoned = true);
        var (quick, quickLeaves) = feed.Watch(() => throw new InvalidOperationException("The quick one is abandoned."));

        for (var change = 0; !slow.Completion.IsCompleted && !isAbandoned; change++)
        {
            Assert.InRange(change, 0, 60);
            await host.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"UPDATE metasync.sync_days SET calls = {change}"), Cancel);
            while ((await quick.ReadAsync(Cancel)).Events.Count == 0)
            {
                // It is told of its first look, which has nothing.
            }
        }

        Assert.True(isAbandoned);
        Assert.InRange(slow.Count, 1, 50);
        Assert.False(quick.Completion.IsCompleted);
        slowLeaves();
        quickLeaves();
        Assert.Equal(0, feed.Viewers);
    }
}
