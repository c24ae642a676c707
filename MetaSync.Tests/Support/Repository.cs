namespace MetaSync.Tests.Support;

/// <summary>Where the files are that tests read or run.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "MetaSync.sln")) ? folder : Find(Path.GetDirectoryName(folder)!);
}
