using System.Globalization;
using MetaSync.Bench.Reporting;
using MetaSync.Bench.Rig;

namespace MetaSync.Bench.Enqueue;

/// <summary>How long a range takes to be in the queue.</summary>
internal static class EnqueueBench
{
    /// <summary>More than a pool has open, which takes them in turns.</summary>
    private const int Sessions = 4;

    /// <summary>Enough to go the way of many: with fewer than five, what a session has to learn anew of emptied tables would be a part of the measured range.</summary>
    private const int FirstDays = 6;

    private static int _accounts;

    public static async Task<IReadOnlyList<Table>> MeasureAsync(Run run, CancellationToken cancellationToken)
    {
        await using var api = EnqueueingApi.Start(await run.Server.CreateDatabaseAsync(cancellationToken));
        await using var quartz = await StockScheduler.StartAsync(await run.Server.CreateDatabaseAsync(cancellationToken), isChain: false, isPrepared: false, cancellationToken);
        await using var chained = await StockScheduler.StartAsync(await run.Server.CreateDatabaseAsync(cancellationToken), isChain: true, isPrepared: false, cancellationToken);
        await using var prepared = await StockScheduler.StartAsync(await run.Server.CreateDatabaseAsync(cancellationToken), isChain: true, isPrepared: true, cancellationToken);
        var contenders = Contenders.Of(run, api, quartz, chained, prepared);
        var table = new Table("enqueue", "Enqueue: a range of days, in one transaction (milliseconds, medians)",
        [
            "tables", "days", "rounds", Contenders.Ours, Contenders.Peers, Contenders.Quartz, Contenders.ChainedQuartz, Contenders.PreparedQuartz,
            "MetaSync ÷ peer", "Quartz ÷ MetaSync", "Quartz's chain ÷ MetaSync", "Quartz's chain, prepared ÷ MetaSync",
            "MetaSync's hold of the cluster's lock", "its round trips", "Quartz's round trips", "its chain's",
        ]);

        (int Days, int Rounds)[] sizes = run.Pick<(int, int)[]>([(31, 15), (365, 15), (3_650, 9)], [(31, 2), (100, 2)]);
        await WarmUpAsync(run, contenders, sizes[1].Days, cancellationToken);
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

                double Median(string name) => new Sample(times[name]).Median;
                var (ours, single, chain, ready) = (Median(Contenders.Ours), Median(Contenders.Quartz), Median(Contenders.ChainedQuartz), Median(Contenders.PreparedQuartz));
                double? peer = times.ContainsKey(Contenders.Peers) ? Median(Contenders.Peers) : null;
                var (roundTrips, held) = await OurCallsAsync(run, contenders[0], days, isUsed, cancellationToken);
                async Task<int> RoundTripsAsync(string name) => (await CallsAsync(contenders.Single(contender => contender.Name == name), days, isUsed, cancellationToken)).RoundTrips;
                table.Add(
                    isUsed ? "used" : "fresh", days, rounds, ours, peer, single, chain, ready, ours / peer, single / ours, chain / ours, ready / ours, held, roundTrips,
                    await RoundTripsAsync(Contenders.Quartz), await RoundTripsAsync(Contenders.PreparedQuartz));
            }
        }

        return [table];
    }

    /// <summary>Until what the runtimes have compiled in a hurry is compiled well: the one of .NET counts thirty calls first.</summary>
    private static async Task WarmUpAsync(Run run, IReadOnlyList<Contender> contenders, int days, CancellationToken cancellationToken)
    {
        for (var round = 0; round < run.Pick(30, 6); round++)
        {
            foreach (var contender in contenders)
                await RoundAsync(contender, days, isUsed: false, cancellationToken);
        }
    }

    private static Task<double> RoundAsync(Contender contender, int days, bool isUsed, CancellationToken cancellationToken) =>
        OnTablesAsync(contender, isUsed, account => contender.EnqueueAsync(Queue.Days(days), account, cancellationToken), cancellationToken);

    private static Task<DatabaseCalls> CallsAsync(Contender contender, int days, bool isUsed, CancellationToken cancellationToken) =>
        OnTablesAsync(contender, isUsed, account => DatabaseCalls.OfAsync(() => contender.EnqueueAsync(Queue.Days(days), account, cancellationToken)), cancellationToken);

    /// <summary>
    /// On fresh tables, in which a few days wait: emptying them makes each session forget what it knows of them, and that is no part of a range's way into the queue.
    /// Or on used ones, where the days that have been added run before the next are.
    /// </summary>
    private static async Task<T> OnTablesAsync<T>(Contender contender, bool isUsed, Func<string, Task<T>> act, CancellationToken cancellationToken)
    {
        if (!isUsed)
        {
            await contender.EmptyAsync(cancellationToken);
            for (var session = 0; session < Sessions; session++)
                await contender.EnqueueAsync(Queue.Days(FirstDays), NextAccount(), cancellationToken);
        }

        var account = NextAccount();
        var measured = await act(account);
        if (isUsed)
            await contender.RunThroughAsync(account, cancellationToken);
        return measured;
    }

    /// <summary>Another one each time, none of whose days waits.</summary>
    private static string NextAccount() => string.Create(CultureInfo.InvariantCulture, $"act_{++_accounts}");

    /// <summary>The median hold of some rounds of their own.</summary>
    private static async Task<(int RoundTrips, double? Held)> OurCallsAsync(Run run, Contender ours, int days, bool isUsed, CancellationToken cancellationToken)
    {
        var rounds = new List<DatabaseCalls>();
        for (var round = 0; round < run.Pick(5, 1); round++)
            rounds.Add(await CallsAsync(ours, days, isUsed, cancellationToken));
        return (rounds[^1].RoundTrips, rounds.TrueForAll(one => one.LockHeld is not null) ? new Sample(rounds.Select(one => one.LockHeld!.Value)).Median : null);
    }
}
