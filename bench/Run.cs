using MetaSync.Bench.Reporting;
using MetaSync.Bench.Rig;
using MetaSync.Faults.Rig;

namespace MetaSync.Bench;

/// <summary>One run of the command: its server, its peer, and how much of everything it does.</summary>
internal sealed class Run(PostgresCluster server, Peer? peer, bool isSmall)
{
    public PostgresCluster Server => server;

    /// <summary>None where Node or the peer's packages can't be had.</summary>
    public Peer? Peer => peer;

    public T Pick<T>(T full, T small) => isSmall ? small : full;

    /// <summary>What goes on is said on stderr: stdout is the report.</summary>
    public static void Say(string sentence) => Console.Error.WriteLine(sentence);

    public static async Task<int> AllAsync(IReadOnlyList<Measurement> measurements, bool isSmall, DirectoryInfo output, CancellationToken cancellationToken)
    {
        try
        {
            var report = await MeasureAsync(measurements, isSmall, cancellationToken);
            Console.WriteLine(report.Markdown());
            output.Create();
            await File.WriteAllTextAsync(Path.Combine(output.FullName, "report.md"), report.Markdown(), cancellationToken);
            await File.WriteAllTextAsync(Path.Combine(output.FullName, "report.json"), report.Json(), cancellationToken);
            return 0;
        }
        catch (BenchException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
    }

    private static async Task<BenchReport> MeasureAsync(IReadOnlyList<Measurement> measurements, bool isSmall, CancellationToken cancellationToken)
    {
        await using var server = await Servers.StartAsync(cancellationToken);
        await using var peer = await Peer.TryStartAsync(server, cancellationToken);
        var run = new Run(server, peer, isSmall);
        var tables = new List<Table>();
        foreach (var measurement in measurements)
        {
            Say($"{measurement.Name}: {measurement.Description}");
            tables.AddRange(await measurement.MeasureAsync(run, cancellationToken));
        }

        return new BenchReport(await Machine.DescribeAsync(server, peer, isSmall, cancellationToken), tables);
    }
}
