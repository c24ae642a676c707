using System.Net;
using System.Net.Sockets;

namespace MetaSync.Faults.Rig;

/// <summary>Ports that nobody listens at.</summary>
internal static class FreePort
{
    private static readonly HashSet<int> Given = [];

    /// <summary>Never the same one twice in a process, even before the first has begun to listen.</summary>
    public static int Next()
    {
        lock (Given)
        {
            while (true)
            {
                using var listener = new TcpListener(IPAddress.Loopback, 0);
                listener.Start();
                var port = ((IPEndPoint)listener.LocalEndpoint).Port;
                if (Given.Add(port))
                    return port;
            }
        }
    }
}
