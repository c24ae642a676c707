using System.Diagnostics;
using Aspire.Hosting.Processes;

namespace Aspire.Hosting.Postgres;

/// <summary>PostgreSQL refuses to run as root, so root starts it as the user that its package made.</summary>
internal static class ServerAccount
{
    private static bool IsRoot => Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows();

    public static ProcessStartInfo Command(string program, params IEnumerable<string> arguments)
    {
        var start = IsRoot
            ? Detached.Command("setpriv", ["--reuid", "postgres", "--regid", "postgres", "--init-groups", "--", program, .. arguments])
            : Detached.Command(program, arguments);
        start.WorkingDirectory = Path.GetDirectoryName(program); // root's own directory may be closed to that user
        return start;
    }

    public static ProcessStartInfo? Own(string folder) => IsRoot ? Detached.Command("chown", "-R", "postgres:", folder) : null;
}
