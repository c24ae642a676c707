namespace Aspire.Hosting.ApplicationModel;

/// <summary>The value is read when the process starts; <paramref name="From"/> is who must still be in the model then.</summary>
internal sealed record EnvironmentVariable(string Name, Func<CancellationToken, ValueTask<string?>> Value, IResource? From = null)
    : IResourceAnnotation;

internal sealed record Dependency(IResource On) : IResourceAnnotation;

internal sealed record Replicas(int Count) : IResourceAnnotation;

internal sealed record HttpHealthCheck(string Path, int StatusCode, string? EndpointName) : IResourceAnnotation;

internal sealed record Endpoint(string Name, string Scheme, int? FixedPort) : IResourceAnnotation
{
    public int? Port { get; set; }
    public string Url => $"{Scheme}://localhost:{Port}";
}
