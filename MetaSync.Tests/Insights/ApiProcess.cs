using System.Diagnostics;
using System.Text;
using MetaSync.Tests.Support;
using Npgsql;

namespace MetaSync.Tests.Insights;

/// <summary>The process of an application's API, as the machine sees it.</summary>
internal static class ApiProcess
{
    /// <summary>The one that was given the application's database.</summary>
    public static Process Of(SyncApplication app)
    {
        var database = $"Database={new NpgsqlConnectionStringBuilder(app.ConnectionString).Database}";
        foreach (var process in Process.GetProcesses())
        {
            var isApi = Text(process, "cmdline").Contains("MetaSync.ApiService", StringComparison.Ordinal);
            if (isApi && Text(process, "environ").Split('\0', ';').Contains(database, StringComparer.Ordinal))
                return process;
            process.Dispose();
        }

        throw new InvalidOperationException($"No process of the API has {database}.");
    }

    private static string Text(Process process, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/{file}", Encoding.UTF8);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException) // it has ended, or is somebody else's
        {
            return "";
        }
    }
}
