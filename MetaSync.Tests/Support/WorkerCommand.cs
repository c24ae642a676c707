using System.Diagnostics;

namespace MetaSync.Tests.Support;

/// <summary>Runs the worker's executable as a person or a script would.</summary>
internal static class WorkerCommand
{
    /// <summary>The executable of the same build, in its own folder: the copy beside the tests has the tests' dependencies.</summary>
    private static readonly string Assembly =
        Path.Combine(AppContext.BaseDirectory, "..", "..", "MetaSync.Worker", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "MetaSync.Worker.dll");

    public static Task<(int ExitCode, string Out, string Error)> RunAsync(CancellationToken cancellationToken, params string[] args) =>
        RunAsync(new Dictionary<string, string>(), cancellationToken, args);

    public static async Task<(int ExitCode, string Out, string Error)> RunAsync(
        IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Assembly, .. args]) { RedirectStandardOutput = true, RedirectStandardError = true };
        // What the test runner was started with is not what the command is tested with.
        start.Environment.Remove("Meta__AccessToken");
        start.Environment.Remove("ConnectionStrings__metasync");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, await output, await error);
    }
}
