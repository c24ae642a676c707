using System.Diagnostics;

namespace MetaSync.Tests.Support;

/// <summary>Starts the API's executable as an operator would, to see how its start ends.</summary>
internal static class ApiExecutable
{
    private static readonly string Assembly =
        Path.Combine(AppContext.BaseDirectory, "..", "..", "MetaSync.ApiService", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "MetaSync.ApiService.dll");

    public static async Task<(int ExitCode, string Out, string Error)> RunAsync(CancellationToken cancellationToken, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Assembly, "--urls=http://127.0.0.1:0", .. args]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in (string[])["ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT", "Access__Mode", "ConnectionStrings__metasync"])
            start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, await output, await error);
    }
}
