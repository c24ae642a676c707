using System.Diagnostics;
using MetaSync.Bench.Reporting;
using MetaSync.Bench.Rig;
using MetaSync.Faults.Rig;

namespace MetaSync.Bench.Load;

/// <summary>From Meta's pages to stored rows.</summary>
internal static class LoadBench
{
    public static async Task<IReadOnlyList<Table>> MeasureAsync(Run run, CancellationToken cancellationToken)
    {
        await using var api = EnqueueingApi.Start(await run.Server.CreateDatabaseAsync(cancellationToken));
        var day = new StoredDay(api);
        var memory = await Memory.MeasureAsync(run, api, day, cancellationToken); // first: the other has all its rows in memory
        return [await SpeedAsync(run, api, day, cancellationToken), memory];
    }

    private static async Task<Table> SpeedAsync(Run run, EnqueueingApi api, StoredDay day, CancellationToken cancellationToken)
    {
        var (rows, rounds) = (run.Pick(100_000, 2_000), run.Pick(9, 2));
        var table = new Table("load", $"Load: {rows:N0} rows, from the bytes of the pages to the commit (rows a second, medians of {rounds})", ["what", "seconds", "rows a second", "÷ plain COPY"]);
        var first = await day.ClaimAsync(cancellationToken);
        byte[][] pages = [.. MetaPages.Of(first, rows)];
        var plain = new PlainCopy(api.Database, first);
        await plain.CreateAsync(cancellationToken);
        plain.Read(pages);
        await day.StoreAsync(first, pages, cancellationToken);

        var (fills, rereads, copies) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            Run.Say($"  round {round + 1} of {rounds}");
            await api.Database.ExecuteAsync("TRUNCATE metasync.insights, plain_insights", cancellationToken);
            copies.Add(await TimeAsync(() => plain.CopyAsync(cancellationToken)));
            foreach (var times in new[] { fills, rereads })
            {
                var next = await day.ClaimAsync(cancellationToken);
                times.Add(await TimeAsync(() => day.StoreAsync(next, pages, cancellationToken)));
            }
        }

        foreach (var (what, times) in new[] { ("plain binary COPY of rows in memory", copies), ("MetaSync, first fill", fills), ("MetaSync, read again, nothing changed", rereads) })
        {
            var seconds = new Sample(times).Median;
            table.Add(what, seconds, rows / seconds, new Sample(copies.Zip(times, (copy, time) => copy / time)).Median);
        }

        table.Notes.Add("The ratio is the median of the rounds' own.");
        table.Notes.Add($"A row is {pages.Sum(page => (long)page.Length) / rows:N0} bytes of JSON, a page 500 rows.");
        return table;

        // What a checkpoint costs is in neither of them.
        async Task<double> TimeAsync(Func<Task> act)
        {
            await api.Database.ExecuteAsync("CHECKPOINT", cancellationToken);
            var began = Stopwatch.GetTimestamp();
            await act();
            return Stopwatch.GetElapsedTime(began).TotalSeconds;
        }
    }
}
