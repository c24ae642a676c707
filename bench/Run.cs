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
            Console.WriteLine(await MeasureAsync(measurements, isSmall, output, cancellationToken));
            return 0;
        }
        catch (BenchException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 1;
        }
    }

    /// <summary>What was measured is written each time that a measurement ends: a later one that fails takes nothing away.</summary>
    /// <returns>The report as Markdown.</returns>
    private static async Task<string> MeasureAsync(IReadOnlyList<Measurement> measurements, bool isSmall, DirectoryInfo output, CancellationToken cancellationToken)
    {
        await using var server = await Servers.StartAsync(cancellationToken);
        if (!isSmall)
            await Servers.AgeAsync(server, cancellationToken);
        await using var peer = measurements.Any(measurement => measurement.ComparesWithPeer) ? await Peer.TryStartAsync(server, cancellationToken) : null;
        var run = new Run(server, peer, isSmall);
        var report = new BenchReport(await Machine.DescribeAsync(server, peer, isSmall, cancellationToken), []);
        output.Create();
        foreach (var measurement in measurements)
        {
            Say($"{measurement.Name}: {measurement.Description}");
            report = report with { Tables = [.. report.Tables, .. await measurement.MeasureAsync(run, cancellationToken)] };
            await File.WriteAllTextAsync(Path.Combine(output.FullName, "report.md"), report.Markdown(), cancellationToken);
            await File.WriteAllTextAsync(Path.Combine(output.FullName, "report.json"), report.Json(), cancellationToken);
        }

        return report.Markdown();
    }
}
