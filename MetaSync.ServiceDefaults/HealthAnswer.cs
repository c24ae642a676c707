using MetaSync.Sync;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MetaSync;

/// <summary>Says which check is not well, and what is to be done; an exception's text stays inside.</summary>
public static class HealthAnswer
{
    /// <summary>What to do when the database can't be used.</summary>
    public const string DatabaseRemedy = "The database can't be used. See that PostgreSQL runs and that ConnectionStrings:metasync is right; the log has the reason.";

    internal static Task WriteAsync(HttpContext context, HealthReport report, bool withChecks) => withChecks
        ? context.Response.WriteAsJsonAsync(
            new
            {
                Status = report.Status.ToString(),
                Checks = report.Entries.Select(check => new { Name = check.Key, Status = check.Value.Status.ToString(), Description = Sentence(check.Key, check.Value) }),
            },
            context.RequestAborted)
        : context.Response.WriteAsJsonAsync(new { Status = report.Status.ToString() }, context.RequestAborted);

    /// <summary>The library that asks the database says what went wrong in its driver's words, if at all.</summary>
    private static string? Sentence(string name, HealthReportEntry entry) =>
        name is SyncStore.DatabaseCheck && entry.Status is HealthStatus.Unhealthy ? DatabaseRemedy : entry.Description;
}
