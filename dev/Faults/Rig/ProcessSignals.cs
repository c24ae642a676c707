using System.Diagnostics;
using System.Globalization;

namespace MetaSync.Faults.Rig;

/// <summary>Signals by their names: their numbers differ between systems.</summary>
internal static class ProcessSignals
{
    /// <summary>Sends a signal; a process that has ended meanwhile is left in peace.</summary>
    public static async Task SendAsync(int process, string signal, CancellationToken cancellationToken)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", [$"-{signal}", process.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardError = true })!;
        await kill.WaitForExitAsync(cancellationToken);
    }
}
