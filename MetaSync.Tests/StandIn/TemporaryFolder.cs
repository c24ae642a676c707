namespace MetaSync.Tests.StandIn;

/// <summary>One that the account of the PostgreSQL server can enter as well.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("metasync-tests-").FullName;

    public TemporaryFolder()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "These tests run shell scripts and send signals.");
        Allow(Path, UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }

    /// <summary>Without the sockets that a killed .NET process leaves for debuggers.</summary>
    public IEnumerable<string> Entries => Directory.EnumerateDirectories(Path);

    public string Write(string name, string text)
    {
        var file = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        Allow(file, UnixFileMode.UserExecute);
        return file;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static void Allow(string path, UnixFileMode more)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, File.GetUnixFileMode(path) | more);
    }
}
