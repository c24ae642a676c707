using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Aspire.Hosting.Processes;

internal enum Signal
{
    INT = 2,
    KILL = 9,
    TERM = 15
}

internal static class Signals
{
    private const int NoSuchProcess = 3;

    public static void Send(this Process process, Signal signal)
    {
        if (process.HasExited) return;
        if (OperatingSystem.IsWindows()) process.Kill(entireProcessTree: true);
        else Send(process.Id, signal);
    }

    public static void KillSession(this Process process)
    {
        if (!OperatingSystem.IsWindows()) Send(-process.Id, Signal.KILL);
        else if (!process.HasExited) process.Kill(entireProcessTree: true);
    }

    private static void Send(int process, Signal signal)
    {
        if (Kill(process, (int)signal) != 0 && Marshal.GetLastPInvokeError() is not NoSuchProcess and var error)
            throw new Win32Exception(error);
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
