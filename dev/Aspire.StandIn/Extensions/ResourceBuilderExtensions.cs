using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static class ResourceBuilderExtensions
{
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithConnectionString> source, string? connectionName = null,
        bool optional = false)
        where TDestination : IResourceWithEnvironment
    {
        if (optional) throw new NotSupportedException("The stand-in knows no optional connection strings.");
        var (resource, name) = (source.Resource, connectionName ?? source.Resource.Name);
        builder.Annotated(new EnvironmentVariable(
            resource.ConnectionStringEnvironmentVariable ?? $"ConnectionStrings__{name}", resource.GetConnectionStringAsync, resource));
        if (resource is not IResourceWithConnectionProperties connection) return builder;
        foreach (var (property, value) in connection.Properties)
            builder.Annotated(new EnvironmentVariable($"{AsVariable(name)}_{property}", _ => new(value()), resource));
        return builder;
    }

    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
        where TDestination : IResourceWithEnvironment
    {
        var resource = source.Resource;
        foreach (var endpoint in resource.Annotations.OfType<Endpoint>().Select(e => new EndpointReference(resource, e.Name)))
        {
            builder.WithEnvironment($"services__{resource.Name}__{endpoint.EndpointName}__0", endpoint);
            builder.WithEnvironment($"{AsVariable(resource.Name)}_{AsVariable(endpoint.EndpointName)}", endpoint);
        }
        return builder;
    }

    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, string? value)
        where T : IResourceWithEnvironment =>
        builder.Annotated(new EnvironmentVariable(name, _ => new(value ?? "")));

    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, EndpointReference endpointReference)
        where T : IResourceWithEnvironment =>
        builder.Annotated(new EnvironmentVariable(name, endpointReference.GetValueAsync, endpointReference.Resource));

    public static IResourceBuilder<T> WithEnvironment<T>(
        this IResourceBuilder<T> builder, string name, IResourceBuilder<ParameterResource> parameter)
        where T : IResourceWithEnvironment =>
        builder.Annotated(new EnvironmentVariable(name, parameter.Resource.GetValueAsync, parameter.Resource));

    public static EndpointReference GetEndpoint<T>(this IResourceBuilder<T> builder, string name) where T : IResourceWithEndpoints =>
        new(builder.Resource, name);

    public static IResourceBuilder<T> WithHttpHealthCheck<T>(
        this IResourceBuilder<T> builder, string? path = null, int? statusCode = null, string? endpointName = null)
        where T : IResourceWithEndpoints =>
        builder.Annotated(new HttpHealthCheck(path ?? "/", statusCode ?? 200, endpointName));

    public static IResourceBuilder<T> WaitFor<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency)
        where T : IResourceWithWaitSupport =>
        builder.Annotated(new Dependency(dependency.Resource));

    private static string AsVariable(string name) => name.ToUpperInvariant().Replace('-', '_');
}
