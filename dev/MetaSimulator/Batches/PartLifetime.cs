using Microsoft.AspNetCore.Http.Features;

namespace MetaSimulator.Batches;

// A part that is dropped leaves the batch alive.
internal sealed class PartLifetime(CancellationToken gone) : IHttpRequestLifetimeFeature
{
    public bool Aborted { get; private set; }

    public CancellationToken RequestAborted { get; set; } = gone;

    public void Abort() => Aborted = true;
}
