using System.Diagnostics;

namespace MetaSync.Tests.Support;

/// <summary>Runs the worker's executable as a person or a script would.</summary>
internal static class WorkerCommand
{
    /// <summary>The executable of the same build, in its own folder: the copy beside the tests has the tests' dependencies.</summary>
    private static readonly string Assembly =
        Path.Combine(AppContext.BaseDirectory, "..", "..", "MetaSync.Worker", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "MetaSync.Worker.dll");

    /// <summary>What the test runner was started with is not what the command is tested with.</summary>
    private static readonly string[] Foreign = ["Meta__AccessToken", "ConnectionStrings__metasync", "METASYNC_API", "METASYNC_API_KEY"];

    public static Task<(int ExitCode, string Out, string Error)> RunAsync(CancellationToken cancellationToken, params string[] args) =>
        RunAsync(new Dictionary<string, string>(), cancellationToken, args);

    public static async Task<(int ExitCode, string Out, string Error)> RunAsync(
        IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken, params string[] args)
    {
        using var process = Process.Start(Describe(new("dotnet", [Assembly, .. args]), environment))!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, await output, await error);
    }

    /// <summary>The same in front of a terminal, where somebody types <paramref name="typed"/>; what the command says on stdout and stderr is one there.</summary>
    public static async Task<(int ExitCode, string Screen)> RunAtATerminalAsync(
        string typed, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken, params string[] args)
    {
        var command = string.Join(' ', args.Prepend(Assembly).Prepend("dotnet").Select(word => $"'{word}'"));
        using var process = Process.Start(Describe(new("script", ["--quiet", "--return", "--command", command, "/dev/null"]), environment))!;
        await process.StandardInput.WriteLineAsync(typed.AsMemory(), cancellationToken);
        await process.StandardInput.FlushAsync(cancellationToken);
        var screen = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, screen);
    }

    private static ProcessStartInfo Describe(ProcessStartInfo start, IReadOnlyDictionary<string, string> environment)
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        foreach (var name in Foreign)
            start.Environment.Remove(name);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return start;
    }
}
