using System.Globalization;
using System.Text.RegularExpressions;

namespace Aspire.Hosting.Postgres;

/// <summary>Where installers put PostgreSQL's server programs.</summary>
internal static partial class PostgresPlaces
{
    private static readonly (string Parent, string Versions)[] Known =
    [
        ("/usr/lib/postgresql", "*"),
        ("/usr", "pgsql-*"),
        ("/opt/homebrew/opt", "postgresql*"),
        ("/usr/local/opt", "postgresql*"),
        ("/Applications/Postgres.app/Contents/Versions", "*"),
        (Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "PostgreSQL"), "*")
    ];

    /// <summary>What the PATH names comes first: somebody chose it.</summary>
    public static IEnumerable<string> All() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Concat(NewestFirst(Known.Where(place => Directory.Exists(place.Parent))
            .SelectMany(place => Directory.EnumerateDirectories(place.Parent, place.Versions))
            .Select(version => Path.Combine(version, "bin"))));

    public static IEnumerable<string> NewestFirst(IEnumerable<string> directories) =>
        directories.OrderByDescending(VersionOf).ThenBy(directory => directory, StringComparer.Ordinal);

    private static Version VersionOf(string directory) =>
        VersionInPath().Matches(directory).LastOrDefault() is { } match
            ? new(int.Parse(match.Groups["major"].ValueSpan, CultureInfo.InvariantCulture),
                match.Groups["minor"].Success ? int.Parse(match.Groups["minor"].ValueSpan, CultureInfo.InvariantCulture) : 0)
            : new();

    [GeneratedRegex(@"(?<=[/\\@-])(?<major>\d{1,3})(\.(?<minor>\d{1,3}))?(?=[/\\]|$)", RegexOptions.ExplicitCapture)]
    private static partial Regex VersionInPath();
}
