using System.Globalization;
using MetaSync.Bench.Reporting;
using MetaSync.Bench.Rig;

namespace MetaSync.Bench.Enqueue;

/// <summary>How long a range takes to be in the queue.</summary>
internal static class EnqueueBench
{
    private static int _accounts;

    public static async Task<IReadOnlyList<Table>> MeasureAsync(Run run, CancellationToken cancellationToken)
    {
        await using var api = EnqueueingApi.Start(await run.Server.CreateDatabaseAsync(cancellationToken));
        await using var stock = await StockScheduler.StartAsync(await run.Server.CreateDatabaseAsync(cancellationToken), cancellationToken);
        var contenders = Contenders.Of(run, api, stock);
        var table = new Table("enqueue", "Enqueue: a range of days, in one transaction (milliseconds, medians)",
        [
            "tables", "days", "rounds", "MetaSync", "peer", "Quartz", "MetaSync ÷ peer", "Quartz ÷ MetaSync", "MetaSync's hold of the cluster's lock", "its round trips", "Quartz's round trips",
        ]);

        (int Days, int Rounds)[] sizes = run.Pick<(int, int)[]>([(31, 15), (365, 9), (3_650, 5)], [(31, 2), (100, 2)]);
        await WarmUpAsync(contenders, sizes[1].Days, cancellationToken);
        foreach (var isUsed in new[] { false, true })
        {
            foreach (var contender in contenders)
            {
                await contender.EmptyAsync(cancellationToken);
                if (isUsed)
                    await contender.FillAsync(cancellationToken);
            }

            foreach (var (days, rounds) in sizes)
            {
                Run.Say($"  {days} days, {(isUsed ? "used" : "fresh")} tables");
                var times = contenders.ToDictionary(contender => contender.Name, _ => new List<double>());
                for (var round = 0; round < rounds; round++)
                {
                    foreach (var contender in contenders)
                        times[contender.Name].Add(await RoundAsync(contender, days, isUsed, cancellationToken));
                }

                var (ours, quartz) = (new Sample(times[Contenders.Ours]).Median, new Sample(times[Contenders.Quartz]).Median);
                double? peer = times.TryGetValue(Contenders.Peers, out var peers) ? new Sample(peers).Median : null;
                var held = await HoldAsync(run, api, contenders[0], days, isUsed, cancellationToken);
                table.Add(
                    isUsed ? "used" : "fresh", days, rounds, ours, peer, quartz, ours / peer, quartz / ours, held,
                    await RoundTripsAsync(contenders[0], days, isUsed, cancellationToken),
                    await RoundTripsAsync(contenders[^1], days, isUsed, cancellationToken));
            }
        }

        return [table];
    }

    private static async Task WarmUpAsync(IReadOnlyList<Contender> contenders, int days, CancellationToken cancellationToken)
    {
        for (var round = 0; round < 6; round++)
        {
            foreach (var contender in contenders)
                await RoundAsync(contender, days, isUsed: false, cancellationToken);
        }
    }

    private static async Task<double> RoundAsync(Contender contender, int days, bool isUsed, CancellationToken cancellationToken)
    {
        if (!isUsed)
            await contender.EmptyAsync(cancellationToken);
        return await contender.EnqueueAsync(Queue.Days(days), NextAccount(), cancellationToken);
    }

    /// <summary>Another one each time, none of whose days waits.</summary>
    private static string NextAccount() => string.Create(CultureInfo.InvariantCulture, $"act_{++_accounts}");

    private static async Task<int> RoundTripsAsync(Contender contender, int days, bool isUsed, CancellationToken cancellationToken)
    {
        if (!isUsed)
            await contender.EmptyAsync(cancellationToken);
        return await RoundTrips.OfAsync(() => contender.EnqueueAsync(Queue.Days(days), NextAccount(), cancellationToken));
    }

    /// <summary>In rounds of their own: who asks for a lock now and then may have somebody wait for it.</summary>
    private static async Task<double> HoldAsync(Run run, EnqueueingApi api, Contender ours, int days, bool isUsed, CancellationToken cancellationToken)
    {
        var holds = new List<double>();
        for (var round = 0; round < run.Pick(3, 1); round++)
            holds.Add(await LockWatch.HoldDuringAsync(api.Database, () => RoundAsync(ours, days, isUsed, cancellationToken), cancellationToken));
        return new Sample(holds).Median;
    }
}
