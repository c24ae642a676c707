namespace Aspire.Hosting.ApplicationModel;

public sealed class EndpointReference(IResourceWithEndpoints owner, string endpointName) : IValueProvider
{
    public IResourceWithEndpoints Resource => owner;
    public string EndpointName => endpointName;
    public bool IsAllocated => Declared is { Port: not null };
    public int Port => Allocated.Port!.Value;
    public string Url => Allocated.Url;

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => new(Url);

    private Endpoint? Declared =>
        owner.Annotations.OfType<Endpoint>().FirstOrDefault(e => e.Name.Equals(endpointName, StringComparison.OrdinalIgnoreCase));

    private Endpoint Allocated => IsAllocated
        ? Declared!
        : throw new InvalidOperationException($"The endpoint '{endpointName}' is not allocated for the resource '{owner.Name}'.");
}
