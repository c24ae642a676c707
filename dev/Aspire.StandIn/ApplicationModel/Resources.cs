namespace Aspire.Hosting.ApplicationModel;

public class ProjectResource(string name) : Resource(name), IResourceWithEnvironment, IResourceWithServiceDiscovery, IResourceWithWaitSupport;

public class ContainerResource(string name) : Resource(name), IResourceWithEnvironment, IResourceWithEndpoints, IResourceWithWaitSupport;

public class ParameterResource(string name, Func<string> callback, bool secret = false) : Resource(name), IValueProvider
{
    public bool Secret => secret;
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => new(callback());
}

internal sealed class ConfiguredConnectionString(string name, string? environmentVariable, Func<string?> value)
    : Resource(name), IResourceWithConnectionString, IResourceWithWaitSupport
{
    public string? ConnectionStringEnvironmentVariable => environmentVariable;

    public ValueTask<string?> GetConnectionStringAsync(CancellationToken cancellationToken = default) => new(value());
}
