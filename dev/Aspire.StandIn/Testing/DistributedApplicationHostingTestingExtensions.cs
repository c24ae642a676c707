using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting.Testing;

public static class DistributedApplicationHostingTestingExtensions
{
    public static HttpClient CreateHttpClient(this DistributedApplication app, string resourceName, string? endpointName = default)
    {
        var client = app.Services.GetRequiredService<IHttpClientFactory>().CreateClient();
        client.BaseAddress = app.GetEndpoint(resourceName, endpointName);
        return client;
    }

    public static async ValueTask<string?> GetConnectionStringAsync(
        this DistributedApplication app, string resourceName, CancellationToken cancellationToken = default) =>
        Started(app).Named(resourceName) is IResourceWithConnectionString resource
            ? await resource.GetConnectionStringAsync(cancellationToken)
            : throw new ArgumentException($"Resource '{resourceName}' does not expose a connection string.", nameof(resourceName));

    public static Uri GetEndpoint(this DistributedApplication app, string resourceName, string? endpointName = default)
    {
        var endpoints = Started(app).Named(resourceName).Annotations.OfType<Endpoint>();
        var endpoint = endpoints.FirstOrDefault(e => endpointName is null || e.Name == endpointName)
            ?? throw new ArgumentException($"Resource '{resourceName}' has no allocated endpoints.", nameof(resourceName));
        return new Uri(endpoint.Url);
    }

    private static IResourceCollection Started(DistributedApplication app) =>
        app.IsStarted ? app.Resources
        : throw new InvalidOperationException("The application must be started before resolving endpoints or connection strings.");
}
