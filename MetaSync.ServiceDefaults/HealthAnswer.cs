using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MetaSync;

/// <summary>Says which check is not well, and what is to be done; an exception's text stays inside.</summary>
internal static class HealthAnswer
{
    public static Task WriteAsync(HttpContext context, HealthReport report, bool withChecks) => withChecks
        ? context.Response.WriteAsJsonAsync(
            new
            {
                Status = report.Status.ToString(),
                Checks = report.Entries.Select(check => new { Name = check.Key, Status = check.Value.Status.ToString(), check.Value.Description }),
            },
            context.RequestAborted)
        : context.Response.WriteAsJsonAsync(new { Status = report.Status.ToString() }, context.RequestAborted);
}
