using System.Diagnostics;

namespace Aspire.Hosting.Processes;

/// <summary>
/// A shell that outlives the AppHost by a moment: when its input ends before it was told "done", the AppHost was killed,
/// and it stops the processes and removes the directories that it was told of.
/// </summary>
internal sealed class Guard : IAsyncDisposable
{
    private const string Script = """
        trap '' HUP INT TERM
        exec >/dev/null 2>&1
        watched=
        while read -r what it; do
          case $what in
            done) exit ;;
            remove) set -- "$@" "$it" ;;
            gone) rest=; for w in $watched; do [ "${w#*:}" = "$it" ] || rest="$rest $w"; done; watched=$rest ;;
            *) watched="$watched $what:$it" ;;
          esac
        done
        for w in $watched; do kill -s "${w%%:*}" "${w#*:}"; done
        tries=100
        for w in $watched; do
          while kill -s 0 "${w#*:}" && [ $tries -gt 0 ]; do tries=$((tries - 1)); sleep 0.1; done
          kill -s KILL -- "-${w#*:}"
        done
        rm -rf -- "$@"
        """;

    private readonly Lock _gate = new();
    private readonly Process? _shell;
    private bool _ended;

    public Guard()
    {
        if (OperatingSystem.IsWindows()) return;
        var start = Detached.Command("/bin/sh", "-c", Script, "aspire-standin-guard");
        start.RedirectStandardInput = true;
        _shell = Process.Start(start);
    }

    public void Stop(int process, Signal signal) => Tell($"{signal} {process}");

    public void Forget(int process) => Tell($"gone {process}");

    public void Remove(string directory) => Tell($"remove {directory}");

    public async ValueTask DisposeAsync()
    {
        Tell("done");
        lock (_gate) _ended = true;
        if (_shell is null) return;
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync();
        _shell.Dispose();
    }

    private void Tell(string line)
    {
        lock (_gate)
        {
            // Should somebody have ended the guard, what it guarded is still stopped in the ordinary way.
            if (_ended || _shell is not { HasExited: false }) return;
            _shell.StandardInput.WriteLine(line);
            _shell.StandardInput.Flush();
        }
    }
}
