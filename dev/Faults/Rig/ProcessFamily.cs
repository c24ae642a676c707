using System.Diagnostics;
using System.Globalization;

namespace MetaSync.Faults.Rig;

/// <summary>The children that a process has at this moment. PostgreSQL's have sessions of their own, so no signal reaches all of them at once.</summary>
internal sealed class ProcessFamily(int parent) : IDisposable
{
    private readonly Process[] _children = [.. Process.GetProcesses().Where(process => ParentOf(process.Id) == parent)];

    public void Kill()
    {
        foreach (var child in _children)
            child.Kill();
    }

    public Task EndedAsync(CancellationToken cancellationToken) => Task.WhenAll(_children.Select(child => child.WaitForExitAsync(cancellationToken)));

    public void Dispose()
    {
        foreach (var child in _children)
            child.Dispose();
    }

    /// <summary>By Linux's table of processes: the fourth word, counted behind the name in brackets, which may hold anything.</summary>
    private static int? ParentOf(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null; // it has ended meanwhile
        }
    }
}
