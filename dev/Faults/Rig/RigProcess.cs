using System.Diagnostics;
using System.Globalization;
using Aspire.Hosting.Processes;

namespace MetaSync.Faults.Rig;

/// <summary>One of the system's programs as a real process: it may be killed, suspended, stopped and started again.</summary>
/// <param name="name">What it is called in the history, such as <c>worker-1</c>.</param>
/// <param name="project">The project whose build output is run, such as <c>MetaSync.Worker</c>.</param>
/// <param name="environment">Its environment, told which incarnation of the process it is for.</param>
/// <param name="isUsable">Whether an incarnation can be worked with by now.</param>
/// <param name="guard">Kills it should this process be killed.</param>
internal sealed class RigProcess(
    string name, string project, Func<string, IReadOnlyDictionary<string, string>> environment, Func<string, CancellationToken, Task<bool>> isUsable, Guard guard)
    : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    /// <summary>What a shell or a test runner was started with, and is none of the system's business.</summary>
    private static readonly string[] Foreign =
        ["ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT", "ASPNETCORE_URLS", "Access__Mode", "ConnectionStrings__metasync", "Meta__AccessToken", "Meta__BaseUrl", "Meta__Accounts"];

    private readonly List<Incarnation> _incarnations = [];
    private readonly List<OutputTail> _outputs = [];
    private Process? _process;
    private int _launches;

    /// <summary>What it is called in the history.</summary>
    public string Name => name;

    /// <summary>The id of its present process.</summary>
    public int Id => _process!.Id;

    /// <summary>The name that sessions of its present process carry in PostgreSQL.</summary>
    public string SessionName => _incarnations[^1].Name;

    /// <summary>Whether it runs; a suspended one does.</summary>
    public bool IsAlive => _process is { HasExited: false };

    /// <summary>When each process that it has been lived, and when it was suspended.</summary>
    public IReadOnlyList<Incarnation> Incarnations
    {
        get
        {
            NoticeEnd();
            lock (_incarnations)
                return [.. _incarnations];
        }
    }

    /// <summary>What an incarnation has written last.</summary>
    public IReadOnlyList<string> OutputOf(int incarnation) => _outputs[incarnation - 1].Lines;

    /// <summary>What it has written last, in all its incarnations.</summary>
    public IEnumerable<string> Output => _outputs.SelectMany(output => output.Lines);

    /// <summary>Forgets all that it has been but the present one.</summary>
    public void ForgetEnded()
    {
        lock (_incarnations)
        {
            _outputs.RemoveRange(0, _outputs.Count - 1);
            _incarnations.RemoveRange(0, _incarnations.Count - 1);
            _incarnations[0] = _incarnations[0] with { Suspensions = [.. _incarnations[0].Suspensions.Where(suspension => suspension.To is null)] };
        }
    }

    /// <summary>Starts it, and waits until it is of use.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Launch();
        await UsableAsync(cancellationToken);
    }

    /// <summary>Starts it, and waits for nothing.</summary>
    public void Launch()
    {
        if (IsAlive)
            throw new InvalidOperationException($"{name} runs already.");
        var incarnation = new Incarnation(string.Create(CultureInfo.InvariantCulture, $"{name}.{++_launches}"), TimeProvider.System.GetUtcNow(), null, []);
        NoticeEnd();
        var output = new OutputTail();
        var start = new ProcessStartInfo("dotnet", [Program(project)]);
        foreach (var variable in Foreign)
            start.Environment.Remove(variable);
        foreach (var (variable, value) in environment(incarnation.Name))
            start.Environment[variable] = value;

        _process?.Dispose();
        _process = output.Start(start);
        _outputs.Add(output);
        guard.Stop(_process.Id, Signal.KILL);
        lock (_incarnations)
            _incarnations.Add(incarnation with { ProcessId = _process.Id });
    }

    /// <summary>Waits until it is of use.</summary>
    public async Task UsableAsync(CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await isUsable(SessionName, cancellationToken))
        {
            if (!IsAlive || TimeProvider.System.GetElapsedTime(started) > Patience)
                throw new InvalidOperationException($"{name} {(IsAlive ? "is of no use yet" : "has ended")}: {string.Join('\n', _outputs[^1].Lines.TakeLast(20))}");
            await Task.Delay(BetweenLooks, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        if (!IsAlive)
            return;
        Change(incarnation => incarnation with { Ended = TimeProvider.System.GetUtcNow(), IsKilled = true });
        _process!.Kill();
        await EndedAsync(cancellationToken);
    }

    /// <summary>SIGTERM, and waits until it has ended.</summary>
    public async Task TerminateAsync(CancellationToken cancellationToken)
    {
        if (!IsAlive)
            return;
        await ProcessSignals.SendAsync(Id, "TERM", cancellationToken);
        await EndedAsync(cancellationToken);
        Change(incarnation => incarnation with { Ended = TimeProvider.System.GetUtcNow() });
    }

    /// <summary>SIGSTOP: it does nothing any more, and knows nothing of it.</summary>
    public async Task SuspendAsync(CancellationToken cancellationToken)
    {
        Change(incarnation => incarnation with { Suspensions = [.. incarnation.Suspensions, new(TimeProvider.System.GetUtcNow(), null)] });
        await ProcessSignals.SendAsync(Id, "STOP", cancellationToken);
    }

    /// <summary>SIGCONT: it goes on where it was.</summary>
    public async Task ContinueAsync(CancellationToken cancellationToken)
    {
        await ProcessSignals.SendAsync(Id, "CONT", cancellationToken);
        Change(incarnation => incarnation with
        {
            Suspensions = [.. incarnation.Suspensions.Select(suspension => suspension with { To = suspension.To ?? TimeProvider.System.GetUtcNow() })],
        });
    }

    /// <summary>Kills it if it still runs, and starts it.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await KillAsync(cancellationToken);
        await StartAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync(CancellationToken.None);
        _process?.Dispose();
    }

    /// <summary>The program of the same build, in its own folder.</summary>
    public static string Program(string project)
    {
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", project, configuration, $"{project}.dll"));
        return File.Exists(program) ? program : throw new InvalidOperationException($"{project} is not built: {program} does not exist. `dotnet build MetaSync.sln` builds it.");
    }

    private async Task EndedAsync(CancellationToken cancellationToken)
    {
        await _process!.WaitForExitAsync(cancellationToken).WaitAsync(Patience, TimeProvider.System, cancellationToken);
        guard.Forget(_process.Id);
    }

    /// <summary>A process that ended by itself has an end, too.</summary>
    private void NoticeEnd()
    {
        if (_process is { HasExited: true })
            Change(incarnation => incarnation with { Ended = incarnation.Ended ?? new DateTimeOffset(_process.ExitTime).ToUniversalTime() });
    }

    private void Change(Func<Incarnation, Incarnation> change)
    {
        lock (_incarnations)
            _incarnations[^1] = change(_incarnations[^1]);
    }
}
