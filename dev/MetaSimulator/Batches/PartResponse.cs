using Microsoft.AspNetCore.Http.Features;

namespace MetaSimulator.Batches;

// Starts when it is told to: there is no wire whose first byte would start it.
internal sealed class PartResponse(PartLifetime lifetime) : HttpResponseFeature
{
    private readonly List<Func<Task>> _starting = [];
    private bool _started;

    public override bool HasStarted => _started;

    public override void OnStarting(Func<object, Task> callback, object state) => _starting.Add(() => callback(state));

    public async Task Start()
    {
        if (lifetime.Aborted)
            return;

        foreach (var callback in _starting)
            await callback();
        _started = true;
    }
}
