using System.Diagnostics;
using System.Text;
using Aspire.Hosting.Processes;

namespace MetaSync.Tests.StandIn;

/// <summary>`dotnet run --project MetaSync.AppHost`, with a temp directory of its own to look into afterwards.</summary>
internal sealed class AppHostProcess : IDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource _healthy = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StringBuilder _output = new();

    public AppHostProcess(TemporaryFolder temp, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Projects.MetaSync_AppHost).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        start.Environment["TMPDIR"] = temp.Path;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, e) => Read(e.Data);
        _process.BeginOutputReadLine();
    }

    public async Task<IReadOnlyList<int>> HealthyAsync(CancellationToken cancellationToken)
    {
        await _healthy.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, cancellationToken);
        return ProcessTable.Read().Descendants(_process.Id);
    }

    public void Send(Signal signal) => _process.Send(signal);

    public async Task<(int Code, string Error)> ExitAsync(CancellationToken cancellationToken)
    {
        var error = await _process.StandardError.ReadToEndAsync(cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
        return (_process.ExitCode, error);
    }

    public override string ToString() => _output.ToString();

    public void Dispose()
    {
        if (!_process.HasExited) _process.Send(Signal.TERM);
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null) _healthy.TrySetException(new InvalidOperationException($"The AppHost ended before it was healthy:\n{_output}"));
        else if (line.StartsWith("Press Ctrl+C", StringComparison.Ordinal)) _healthy.TrySetResult();
        _output.AppendLine(line);
    }
}
