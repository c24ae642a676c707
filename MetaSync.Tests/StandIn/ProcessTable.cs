using System.Diagnostics;
using System.Globalization;

namespace MetaSync.Tests.StandIn;

/// <summary>What `ps` shows; one that has ended and is only not yet buried does not count.</summary>
internal sealed class ProcessTable
{
    private readonly Dictionary<int, int> _parents = [];

    public static ProcessTable Read()
    {
        var table = new ProcessTable();
        using var ps = Process.Start(new ProcessStartInfo("ps", ["-A", "-o", "pid=,ppid=,stat="]) { RedirectStandardOutput = true })!;
        while (ps.StandardOutput.ReadLine() is { } line)
        {
            var columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (!columns[2].StartsWith('Z')) table._parents[Number(columns[0])] = Number(columns[1]);
        }
        return table;
    }

    public IReadOnlyList<int> Descendants(int process)
    {
        var children = _parents.Where(entry => entry.Value == process).Select(entry => entry.Key).ToList();
        return [.. children, .. children.SelectMany(Descendants)];
    }

    public static async Task AllEndedAsync(IReadOnlyList<int> processes, CancellationToken cancellationToken)
    {
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (processes.Any(Read()._parents.ContainsKey)) await again.WaitForNextTickAsync(cancellationToken);
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
