using System.Diagnostics;
using System.Globalization;
using MetaSync.Faults.Rig;

namespace MetaSync.Bench.Lanes;

/// <summary>Processor time that processes have used so far, in seconds.</summary>
internal static class Processor
{
    /// <summary>In which Linux counts it for programs, on every machine of today.</summary>
    private const double TicksPerSecond = 100;

    // The numbers of proc(5), from the state on, which is what follows the command's name.
    private const int State = 3, Parent = 4, Own = 14, OfEndedChildren = 16;

    public static double SecondsOf(RigProcess program)
    {
        using var process = Process.GetProcessById(program.Id);
        return process.TotalProcessorTime.TotalSeconds;
    }

    /// <summary>The postmaster, its processes, and those that have ended; null where there is no /proc.</summary>
    public static double? SecondsOfServer(PostgresCluster server)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        var postmaster = int.Parse(File.ReadLines(Path.Combine(server.Data, "postmaster.pid")).First(), CultureInfo.InvariantCulture);
        long ticks = 0;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var process) || Read(folder) is not { } fields)
                continue;
            if (process == postmaster)
                ticks += Sum(fields, Own) + Sum(fields, OfEndedChildren);
            else if (int.Parse(fields[Parent - State], CultureInfo.InvariantCulture) == postmaster)
                ticks += Sum(fields, Own);
        }

        return ticks / TicksPerSecond;
    }

    private static string[]? Read(string folder)
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(folder, "stat"));
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null; // it has just ended
        }
    }

    /// <summary>In the program and in the kernel, which stand side by side.</summary>
    private static long Sum(string[] fields, int first) =>
        long.Parse(fields[first - State], CultureInfo.InvariantCulture) + long.Parse(fields[first - State + 1], CultureInfo.InvariantCulture);
}
