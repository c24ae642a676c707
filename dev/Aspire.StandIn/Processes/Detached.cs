using System.Diagnostics;

namespace Aspire.Hosting.Processes;

/// <summary>A command in a session of its own: Ctrl+C at the terminal reaches the AppHost only, which stops the others in order.</summary>
internal static class Detached
{
    private const string PerlSetsid = "POSIX::setsid(); exec @ARGV or die qq($ARGV[0]: $!\\n)";

    public static ProcessStartInfo Command(string program, params IEnumerable<string> arguments)
    {
        // macOS has no setsid program. Both become the program that they start, so the process id is that program's own.
        IReadOnlyList<string> prefix = OperatingSystem.IsWindows() ? []
            : OperatingSystem.IsMacOS() ? ["perl", "-MPOSIX", "-e", PerlSetsid, "--"]
            : ["setsid"];
        IReadOnlyList<string> command = [.. prefix, program, .. arguments];
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { UseShellExecute = false };
        if (OperatingSystem.IsWindows()) start.CreateNewProcessGroup = true;
        return start;
    }
}
