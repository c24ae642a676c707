using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Processes;

/// <summary>The variables that Aspire gives a project; a later one of the same name wins.</summary>
internal static class ProjectEnvironment
{
    /// <summary>They describe how the AppHost runs, and are not inherited.</summary>
    public static readonly IReadOnlyList<string> OfTheAppHost =
        ["ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT", "ASPNETCORE_URLS", "DOTNET_LAUNCH_PROFILE"];

    private static readonly Dictionary<string, string> InDevelopment = new()
    {
        ["OTEL_BLRP_SCHEDULE_DELAY"] = "1000",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "1000",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000",
        ["OTEL_TRACES_SAMPLER"] = "always_on",
        ["OTEL_METRICS_EXEMPLAR_FILTER"] = "trace_based"
    };

    public static async Task<IReadOnlyDictionary<string, string?>> CreateAsync(
        ProjectResource project, string instance, IResourceCollection resources, IHostEnvironment appHost, ILogger logger,
        CancellationToken cancellationToken)
    {
        var variables = new Dictionary<string, string?>
        {
            ["OTEL_SERVICE_NAME"] = project.Name,
            ["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={instance}",
            ["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"] = "in_memory",
            ["LOGGING__CONSOLE__FORMATTERNAME"] = "simple"
        };
        if (appHost.IsDevelopment()) variables.Add(InDevelopment);
        foreach (var profile in project.Annotations.OfType<LaunchProfile>())
        {
            variables["DOTNET_LAUNCH_PROFILE"] = profile.Name;
            variables.Add(profile.Environment);
        }
        if (string.Join(';', project.Annotations.OfType<Endpoint>().Select(e => e.Url)) is { Length: > 0 } urls)
            variables["ASPNETCORE_URLS"] = urls;

        foreach (var variable in project.Annotations.OfType<EnvironmentVariable>().GroupBy(v => v.Name).Select(same => same.Last()))
        {
            if (variable.From is { } from && !resources.Runs(from)) Log.LeftOut(logger, variable.Name, project.Name, from.Name);
            else variables[variable.Name] = await variable.Value(cancellationToken);
        }
        return variables;
    }

    private static void Add(this Dictionary<string, string?> variables, IReadOnlyDictionary<string, string> more)
    {
        foreach (var (name, value) in more) variables[name] = value;
    }
}
