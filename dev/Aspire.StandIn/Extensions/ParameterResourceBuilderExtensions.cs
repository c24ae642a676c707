using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

public static class ParameterResourceBuilderExtensions
{
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, bool secret = false) =>
        builder.AddResource(new ParameterResource(name, () =>
            Configured(builder, name) ?? throw Missing("Parameter", $"Parameters:{name}"), secret));

    public static IResourceBuilder<IResourceWithConnectionString> AddConnectionString(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, string? environmentVariableName = null) =>
        builder.AddResource(new ConfiguredConnectionString(name, environmentVariableName, () =>
            builder.Configuration.GetConnectionString(name) ?? throw Missing("Connection string", $"ConnectionStrings:{name}")));

    /// <summary>Environment variables cannot hold a dash, so an underscore does as well.</summary>
    internal static string? Configured(IDistributedApplicationBuilder builder, string name) =>
        builder.Configuration[$"Parameters:{name}"] ?? builder.Configuration[$"Parameters:{name.Replace('-', '_')}"];

    private static DistributedApplicationException Missing(string what, string key) =>
        new($"{what} '{key}' has no value: set it in the configuration.");
}
