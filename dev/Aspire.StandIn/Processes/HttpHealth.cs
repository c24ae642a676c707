using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Processes;

internal static class HttpHealth
{
    private static readonly HttpClient Client = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(5) };
    private static readonly TimeSpan WhileUnhealthy = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan WhileHealthy = TimeSpan.FromSeconds(5);

    public static IReadOnlyList<(Uri Url, int StatusCode)> Checks(IResource resource) =>
        [.. resource.Annotations.OfType<HttpHealthCheck>()
            .Select(check => (new Uri(EndpointOf(resource, check).Url + check.Path), check.StatusCode))];

    /// <summary>Tells of every change until it is cancelled; without a check, whatever runs is healthy.</summary>
    public static async Task WatchAsync(
        IReadOnlyList<(Uri Url, int StatusCode)> checks, Action<bool> onChange, CancellationToken cancellationToken)
    {
        bool? known = null;
        do
        {
            var answers = await Task.WhenAll(checks.Select(check => AnswersAsync(check.Url, check.StatusCode, cancellationToken)));
            var healthy = answers.All(answer => answer);
            if (healthy != known) onChange(healthy);
            known = healthy;
            await Task.Delay(healthy ? WhileHealthy : WhileUnhealthy, TimeProvider.System, cancellationToken);
        }
        while (checks.Count > 0);
    }

    private static Endpoint EndpointOf(IResource resource, HttpHealthCheck check) =>
        resource.Annotations.OfType<Endpoint>().FirstOrDefault(e => check.EndpointName is null || e.Name == check.EndpointName)
        ?? throw new DistributedApplicationException(
            $"'{resource.Name}' has a health check, but its launchSettings.json names no URL to check.");

    private static async Task<bool> AnswersAsync(Uri url, int statusCode, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await Client.GetAsync(url, cancellationToken);
            return (int)response.StatusCode == statusCode;
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false; // not listening yet, or too slow to be called healthy
        }
    }
}
