using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Processes;

internal static class Ports
{
    private static readonly Lock Gate = new();
    private static readonly HashSet<int> Given = [];

    /// <summary>Before anything starts, so that any process can be told where any other will be.</summary>
    public static void Allocate(IEnumerable<IResource> resources, bool randomize)
    {
        foreach (var (resource, endpoint) in resources.SelectMany(r => r.Annotations.OfType<Endpoint>().Select(e => (r, e))))
        {
            endpoint.Port = randomize || endpoint.FixedPort is not { } port ? Free()
                : IsFree(port) ? port
                : throw new DistributedApplicationException(
                    $"Port {port}, on which '{resource.Name}' is to listen, is taken: stop the program that listens there, then start again.");
        }
    }

    /// <summary>Two applications in one process never get the same one, even before the first has begun to listen.</summary>
    private static int Free()
    {
        lock (Gate)
        {
            while (true)
            {
                using var listener = new TcpListener(IPAddress.Loopback, 0);
                listener.Start();
                var port = ((IPEndPoint)listener.LocalEndpoint).Port;
                if (Given.Add(port)) return port;
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            foreach (var address in Socket.OSSupportsIPv6 ? [IPAddress.Loopback, IPAddress.IPv6Loopback] : new[] { IPAddress.Loopback })
            {
                using var listener = new TcpListener(address, port);
                listener.Start();
            }
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return false;
        }
    }
}
