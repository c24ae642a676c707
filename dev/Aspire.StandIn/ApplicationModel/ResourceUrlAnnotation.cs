namespace Aspire.Hosting.ApplicationModel;

public sealed class ResourceUrlAnnotation : IResourceAnnotation
{
    public required string Url { get; set; }
    public string? DisplayText { get; set; }
    public EndpointReference? Endpoint { get; init; }
}

/// <summary>An address of an endpoint as the model names it, once the endpoint has one.</summary>
internal sealed record NamedUrl(EndpointReference Endpoint, Action<ResourceUrlAnnotation> Describe) : IResourceAnnotation
{
    public string Name => Described("").DisplayText ?? "";

    /// <summary>The address, and its name.</summary>
    public string Text => Described(Endpoint.Url) is var url && url.Url.StartsWith('/') ? $"{Endpoint.Url}{url.Url} {url.DisplayText}" : $"{url.Url} {url.DisplayText}";

    private ResourceUrlAnnotation Described(string address)
    {
        var url = new ResourceUrlAnnotation { Url = address, Endpoint = Endpoint };
        Describe(url);
        return url;
    }
}
