using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using MetaSync.ApiService.Sync;

namespace MetaSync.ApiService.Events;

/// <summary>What one viewer is told: first what it has missed, then what happens.</summary>
internal sealed class EventStream(EventFeed feed, MissedChanges missed, SyncProgress progress, ChangeEvents events)
{
    private static readonly TimeSpan BeforeReconnecting = TimeSpan.FromSeconds(1);

    /// <param name="batchId">The batch to watch; null for all.</param>
    /// <param name="since">Where the viewer's last connection ended; null for its first.</param>
    /// <param name="abandon">Ends the viewer's connection.</param>
    /// <param name="cancellationToken">The viewer goes.</param>
    public async IAsyncEnumerable<SseItem<string>> WatchAsync(
        Guid? batchId, DateTimeOffset? since, Action abandon, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (changes, leave) = feed.Watch(abandon);
        try
        {
            var first = await FirstAsync(changes, cancellationToken);
            if (first is null)
                yield break;

            // The batch before the days: when it has ended by then, no day's end is missing among them.
            FeedEvent[] batch = batchId is { } id ? [await BatchAsync(id, cancellationToken)] : [];
            var isOver = batch.Any(one => one.Ends);
            FeedEvent[] begun = [.. batch, .. since is { } before ? await missed.ReadAsync(before, batchId, cancellationToken) : [], .. isOver ? [FeedEvent.End] : Array.Empty<FeedEvent>()];
            foreach (var item in Items(begun.Length > 0 ? begun : [FeedEvent.Ping], first.Cursor))
                yield return item;

            for (var told = first; !isOver && await changes.WaitToReadAsync(cancellationToken);)
            {
                while (!isOver && changes.TryRead(out var next))
                {
                    FeedEvent[] mine = [.. next.Events.Where(one => batchId is null || one.BatchId is null || one.BatchId == batchId)];
                    isOver = batchId is not null && mine.Any(one => one.Ends);
                    if (isOver)
                        mine = await LastAsync(told.Since!.Value, batchId!.Value, cancellationToken);
                    foreach (var item in Items(mine, next.Cursor))
                        yield return item;
                    told = next;
                }
            }
        }
        finally
        {
            leave();
        }
    }

    /// <summary>From when on changes are told; null when the application stops.</summary>
    private static async Task<Changes?> FirstAsync(ChannelReader<Changes> changes, CancellationToken cancellationToken)
    {
        while (await changes.WaitToReadAsync(cancellationToken))
        {
            while (changes.TryRead(out var next))
            {
                if (next.Since is not null)
                    return next;
            }
        }

        return null;
    }

    private async Task<FeedEvent> BatchAsync(Guid batchId, CancellationToken cancellationToken) =>
        events.Event((await progress.FindAsync(batchId, cancellationToken))!);

    /// <summary>That the batch has ended may have been seen a moment before its last day was: look at the days once more.</summary>
    private async Task<FeedEvent[]> LastAsync(DateTimeOffset since, Guid batchId, CancellationToken cancellationToken)
    {
        var batch = await BatchAsync(batchId, cancellationToken);
        var days = (await missed.ReadAsync(since, batchId, cancellationToken)).Where(one => one.Kind is not "batch");
        return [.. days, batch, FeedEvent.End];
    }

    /// <summary>Only the last one has the id: who loses the connection before it is told all of them again.</summary>
    private static IEnumerable<SseItem<string>> Items(FeedEvent[] told, string? cursor) =>
        told.Select((one, place) => new SseItem<string>(one.Data, one.Kind)
        {
            EventId = place == told.Length - 1 ? cursor : null,
            ReconnectionInterval = place == 0 ? BeforeReconnecting : null,
        });
}
