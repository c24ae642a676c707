using System.Diagnostics;
using MetaSync.Bench.Rig;

namespace MetaSync.Bench.Enqueue;

/// <summary>MetaSync's queue, the peer, and Quartz by itself.</summary>
internal static class Contenders
{
    public const string Ours = "MetaSync", Peers = "peer", Quartz = "Quartz", ChainedQuartz = "Quartz's chain", PreparedQuartz = "Quartz's chain, prepared";

    /// <summary>In use means: this many days have run, and a tenth of it wait.</summary>
    private const int History = 20_000;

    public static IReadOnlyList<Contender> Of(Run run, EnqueueingApi api, StockScheduler quartz, StockScheduler chained, StockScheduler prepared)
    {
        var (finished, waiting) = (run.Pick(History, 1_000), run.Pick(History / 10, 100));
        List<Contender> contenders =
        [
            new(Ours,
                (range, account, token) => TimeAsync(() => api.EnqueueAsync(range, token, account)),
                token => Queue.EmptyAsync(api.Database, token),
                async token =>
                {
                    await Queue.AddHistoryAsync(api.Database, finished, token);
                    await api.EnqueueAsync(Queue.Days(waiting), token, "act_waiting");
                },
                (account, token) => Queue.RunThroughAsync(api.Database, account, token)),
            Of(Quartz, quartz, waiting),
            Of(ChainedQuartz, chained, waiting),
            Of(PreparedQuartz, prepared, waiting),
        ];
        if (run.Peer is { } peer)
        {
            contenders.Insert(1, new(Peers,
                (range, account, token) => peer.EnqueueAsync(account, range.StartDate, range.Count, token),
                peer.EmptyAsync,
                token => peer.EnqueueAsync("act_waiting", Queue.Days(1).StartDate, waiting, token),
                peer.RunThroughAsync));
        }

        return contenders;
    }

    private static Contender Of(string name, StockScheduler stock, int waiting) => new(
        name,
        (range, account, token) => TimeAsync(() => stock.ScheduleAsync(range, account, token)),
        token => Queue.EmptyAsync(stock.Database, token),
        token => stock.ScheduleAsync(Queue.Days(waiting), "act_waiting", token),
        (account, token) => Queue.RunThroughAsync(stock.Database, account, token));

    private static async Task<double> TimeAsync(Func<Task> act)
    {
        var began = Stopwatch.GetTimestamp();
        await act();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }
}
