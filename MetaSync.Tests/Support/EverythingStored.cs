using System.Text;

namespace MetaSync.Tests.Support;

/// <summary>All rows of all tables, ours and Quartz's.</summary>
internal static class EverythingStored
{
    public static async Task<string> AsTextAsync(SyncApplication app, CancellationToken cancellationToken)
    {
        var names = await app.ScalarAsync<string[]>("SELECT array_agg(format('%I.%I', schemaname, tablename)) FROM pg_tables WHERE schemaname IN ('metasync', 'public')", cancellationToken);
        var text = new StringBuilder();
        foreach (var name in names!)
            text.AppendLine(await app.ScalarAsync<string>($"SELECT string_agg(t::text, E'\\n') FROM {name} AS t", cancellationToken));
        foreach (var name in new[] { "qrtz_triggers", "qrtz_job_details" }) // their data are bytes, which are hexadecimal above
            text.AppendLine(await app.ScalarAsync<string>($"SELECT string_agg(encode(job_data, 'escape'), E'\\n') FROM {name}", cancellationToken));
        return text.ToString();
    }
}
