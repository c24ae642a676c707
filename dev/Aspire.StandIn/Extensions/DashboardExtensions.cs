using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>What Aspire's dashboard would show of a resource.</summary>
public static class DashboardExtensions
{
    public static IResourceBuilder<T> WithUrlForEndpoint<T>(this IResourceBuilder<T> builder, string endpointName, Action<ResourceUrlAnnotation> callback)
        where T : IResourceWithEndpoints =>
        builder.Annotated(new NamedUrl(builder.GetEndpoint(endpointName), callback));

    public static IResourceBuilder<T> WithUrlForEndpoint<T>(
        this IResourceBuilder<T> builder, string endpointName, Func<EndpointReference, ResourceUrlAnnotation> callback)
        where T : IResourceWithEndpoints =>
        builder.WithUrlForEndpoint(endpointName, url =>
        {
            var made = callback(builder.GetEndpoint(endpointName));
            (url.Url, url.DisplayText) = (made.Url, made.DisplayText);
        });

    public static IResourceBuilder<TResource> WithHttpCommand<TResource>(
        this IResourceBuilder<TResource> builder, string path, string displayName, string? endpointName = null, string? commandName = null,
        HttpCommandOptions? commandOptions = null)
        where TResource : IResourceWithEndpoints =>
        builder.Annotated(new HttpCommand(commandName ?? displayName, displayName, path, builder.GetEndpoint(endpointName ?? "http"), commandOptions ?? new()));
}
