using System.Diagnostics;
using MetaSync.Faults.Cases;
using Alone = MetaSync.Tests.Support.Alone;

namespace MetaSync.Tests.Faults;

/// <summary>A server whose disk is full. It takes a small file system, and so the right to mount one.</summary>
[Trait("Category", "Faults"), Collection(nameof(Alone))]
public sealed class DiskFaultTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_disk_loses_nothing_that_was_accepted()
    {
        FaultsPostgres.RequirePrograms();
        var folder = Directory.CreateTempSubdirectory("metasync-disk-").FullName;
        try
        {
            Assert.SkipUnless(
                OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && await RunsAsync("mount", "-t", "tmpfs", "-o", "size=160m,mode=0777", "tmpfs", folder),
                "No file system of limited size can be mounted here, so a full disk is not tested. Run as root, outside a container or in one with CAP_SYS_ADMIN.");
            try
            {
                await Struck.ByAsync(DiskFull.Case, new MetaSync.Faults.Rig.PostgresClusterOptions { Fsync = true, Parent = folder });
            }
            finally
            {
                await RunsAsync("umount", folder);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<bool> RunsAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(Cancel);
        return process.ExitCode == 0;
    }
}
