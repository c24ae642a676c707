using System.Diagnostics;
using Aspire.Hosting.Processes;

namespace MetaSync.Bench.Rig;

/// <summary>A project of the solution as a process of its own, from the build output beside this one's.</summary>
internal sealed class ProjectProcess : IAsyncDisposable
{
    private readonly Queue<string> _said = new();

    private ProjectProcess(string project, IReadOnlyDictionary<string, string> environment)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(here.Parent!.Parent!.FullName, project, here.Name, $"{project}.dll");
        if (!File.Exists(program))
            throw new BenchException($"{program} is missing: build the solution in the same configuration.");
        var start = new ProcessStartInfo("dotnet", [program])
        {
            WorkingDirectory = Path.GetDirectoryName(program),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        Process = new Process { StartInfo = start };
        Process.OutputDataReceived += (_, line) => Keep(line.Data);
        Process.ErrorDataReceived += (_, line) => Keep(line.Data);
        Process.Start();
        Process.BeginOutputReadLine();
        Process.BeginErrorReadLine();
    }

    public Process Process { get; }

    public static ProjectProcess Start(string project, IReadOnlyDictionary<string, string> environment) => new(project, environment);

    /// <summary>Waits until it is as it is asked for.</summary>
    public async Task UntilAsync(Func<CancellationToken, Task<bool>> isReady, CancellationToken cancellationToken)
    {
        while (!await isReady(cancellationToken))
        {
            if (Process.HasExited)
            {
                lock (_said)
                    throw new BenchException($"{Process.StartInfo.ArgumentList[0]} ended: {string.Join(' ', _said)}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Process.Send(Signal.TERM);
        await Process.WaitForExitAsync();
        Process.Dispose();
    }

    private void Keep(string? line)
    {
        lock (_said)
        {
            _said.Enqueue(line ?? "");
            while (_said.Count > 5)
                _said.Dequeue();
        }
    }
}
