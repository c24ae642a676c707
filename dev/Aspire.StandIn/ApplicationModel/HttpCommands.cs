namespace Aspire.Hosting.ApplicationModel;

public class CommandOptions
{
    public string? Description { get; set; }
    public string? ConfirmationMessage { get; set; }
    public string? IconName { get; set; }
    public bool IsHighlighted { get; set; }
}

public class HttpCommandOptions : CommandOptions
{
    public HttpMethod? Method { get; set; }
    public Func<HttpCommandRequestContext, Task>? PrepareRequest { get; set; }
}

public sealed class HttpCommandRequestContext
{
    public required string ResourceName { get; init; }
    public required EndpointReference Endpoint { get; init; }
    public required CancellationToken CancellationToken { get; init; }
    public required HttpClient HttpClient { get; init; }
    public required HttpRequestMessage Request { get; init; }
}

/// <summary>A button of the dashboard, which the stand-in does not have: it is kept in the model, and tests press it.</summary>
internal sealed record HttpCommand(string Name, string DisplayName, string Path, EndpointReference Endpoint, HttpCommandOptions Options) : IResourceAnnotation
{
    public async Task<HttpResponseMessage> ExecuteAsync(HttpClient http, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(Options.Method ?? HttpMethod.Post, new UriBuilder(Endpoint.Url) { Path = Path }.Uri);
        if (Options.PrepareRequest is { } prepare)
        {
            await prepare(new()
            {
                ResourceName = Endpoint.Resource.Name,
                Endpoint = Endpoint,
                CancellationToken = cancellationToken,
                HttpClient = http,
                Request = request,
            });
        }
        return await http.SendAsync(request, cancellationToken);
    }
}
