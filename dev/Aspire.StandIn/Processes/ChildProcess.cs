using System.ComponentModel;
using System.Diagnostics;

namespace Aspire.Hosting.Processes;

internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;
    private readonly Guard _guard;
    private volatile bool _stopping;

    private ChildProcess(Process process, Guard guard)
    {
        (_process, _guard) = (process, guard);
        Exited = WaitAsync();
    }

    /// <summary>Its exit code, once its last line has been read as well.</summary>
    public Task<int> Exited { get; }

    public bool WasStopped => _stopping;

    /// <summary>Each line is passed on with whether it is an error's; the guard sends its signal when the AppHost is killed.</summary>
    public static ChildProcess Start(ProcessStartInfo start, Guard guard, Signal inEmergency, Action<string, bool> onLine)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError, start.RedirectStandardInput) = (true, true, true);
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, e) => Pass(e.Data, false);
        process.ErrorDataReceived += (_, e) => Pass(e.Data, true);
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            process.Dispose();
            throw new DistributedApplicationException($"'{start.FileName}' could not be started: {e.Message}.", e);
        }
        guard.Stop(process.Id, inEmergency);
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new ChildProcess(process, guard);

        void Pass(string? line, bool isError)
        {
            if (line is not null) onLine(line, isError);
        }
    }

    public async Task StopAsync(Signal signal, TimeSpan grace)
    {
        _stopping = true;
        if (signal == Signal.KILL) _process.KillSession();
        else _process.Send(signal);
        try
        {
            await Exited.WaitAsync(grace, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            _process.KillSession();
            await Exited;
        }
    }

    public void Dispose() => _process.Dispose();

    private async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync();
        _guard.Forget(_process.Id);
        return _process.ExitCode;
    }
}
