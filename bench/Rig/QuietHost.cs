using MetaSync.Sync;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace MetaSync.Bench.Rig;

/// <summary>A host inside this process, with what every process of MetaSync has, but without a console that would write into the report.</summary>
internal static class QuietHost
{
    public static HostApplicationBuilder CreateBuilder(string connectionString, params (string Key, string? Value)[] settings)
    {
        // No appsettings.json and no environment: all projects' files lie in one folder here, and the last one that was copied would win.
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true, ApplicationName = "MetaSync.Bench" });
        builder.Configuration.AddInMemoryCollection([
            new($"ConnectionStrings:{SyncStore.ConnectionName}", connectionString),
            .. settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)),
        ]);
        builder.AddServiceDefaults();
        return builder;
    }
}
