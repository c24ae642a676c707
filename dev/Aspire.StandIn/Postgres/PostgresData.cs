using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Processes;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Postgres;

/// <summary>A server's private folder: for as long as the application runs, or kept for a volume.</summary>
internal sealed class PostgresData(string folder, bool isKept) : IDisposable
{
    private static readonly TimeSpan LastWordOfFormerServer = TimeSpan.FromSeconds(15);
    private FileStream? _lock;

    public string Folder => folder;
    public bool IsKept => isKept;
    public string Cluster { get; } = Path.Combine(folder, "data");
    public string PasswordFile { get; } = Path.Combine(folder, "password");

    public int? Major => File.Exists(Path.Combine(Cluster, "PG_VERSION"))
        ? int.Parse(File.ReadAllText(Path.Combine(Cluster, "PG_VERSION")), CultureInfo.InvariantCulture)
        : null;

    public static PostgresData For(PostgresServerResource server, IConfiguration configuration, Guard guard)
    {
        var volume = server.Annotations.OfType<ContainerMountAnnotation>().FirstOrDefault(mount => mount.Type == ContainerMountType.Volume);
        if (volume is { Source: { } name } && configuration.GetValue("StandIn:Persist", true))
            return new(Path.GetFullPath(Path.Combine(configuration["StandIn:Volumes"] ?? Volumes(), name)), isKept: true);
        var data = new PostgresData(Directory.CreateTempSubdirectory("aspire-standin-").FullName, isKept: false);
        guard.Remove(data.Folder);
        return data;
    }

    /// <summary>One application at a time; what a killed one left behind is cleared away once its server has really ended.</summary>
    public async Task ClaimAsync(CancellationToken cancellationToken)
    {
        if (!isKept) return;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else CreatePrivately();
        try
        {
            _lock = new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new DistributedApplicationException($"The data volume in {folder} is in use by another AppHost: stop that one first.", e);
        }
        var pidFile = Path.Combine(Cluster, "postmaster.pid");
        if (!File.Exists(pidFile)) return;
        await WaitForFormerServerAsync(File.ReadLines(pidFile).First(), cancellationToken);
        File.Delete(pidFile);
    }

    public void Dispose()
    {
        _lock?.Dispose();
        if (!isKept) Directory.Delete(folder, recursive: true);
    }

    private static string Volumes() => Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows()
        ? "/var/lib/aspire-standin" // root's home is closed to the account that the server runs as
        : Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
            "aspire-standin");

    [UnsupportedOSPlatform("windows")]
    private void CreatePrivately()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private async Task WaitForFormerServerAsync(string pid, CancellationToken cancellationToken)
    {
        // By name: after a restart of the machine the number may be anybody's.
        var running = Process.GetProcessesByName("postgres");
        if (running.FirstOrDefault(process => process.Id.ToString(CultureInfo.InvariantCulture) == pid) is not { } former) return;
        try
        {
            await former.WaitForExitAsync(cancellationToken).WaitAsync(LastWordOfFormerServer, TimeProvider.System, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new DistributedApplicationException(
                $"A PostgreSQL server (process {pid}) still runs on the data in {folder}: stop it first.", e);
        }
    }
}
