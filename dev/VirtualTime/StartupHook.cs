using System.Diagnostics;
using MetaSync.Time;

/// <summary>Gives every host that the process builds a virtual clock. The name, and that it has no namespace, is the runtime's contract.</summary>
/// <remarks>https://github.com/dotnet/runtime/blob/main/docs/design/features/host-startup-hook.md</remarks>
internal static class StartupHook
{
    /// <summary>Runs before Main, with nothing loaded yet: it only subscribes, and types of the host are touched when a host is built.</summary>
    public static void Initialize() => DiagnosticListener.AllListeners.Subscribe(new Hosts());

    private sealed class Hosts : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
    {
        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Microsoft.Extensions.Hosting")
                value.Subscribe(this);
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value is { Key: "HostBuilding", Value: { } builder })
                HostInVirtualTime.Configure(builder);
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
