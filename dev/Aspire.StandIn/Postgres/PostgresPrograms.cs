using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Aspire.Hosting.Postgres;

internal sealed partial record PostgresPrograms(string Directory, int Major)
{
    public const string NotFound =
        "No PostgreSQL server programs were found: install PostgreSQL, or use containers with Aspire (-p:UseAspire=true), "
        + "or set ConnectionStrings:metasync to a database of yours.";

    public string InitDb => Program(Directory, "initdb");
    public string Postgres => Program(Directory, "postgres");

    /// <param name="only">The one directory to look in, when somebody configured it.</param>
    public static IReadOnlyList<PostgresPrograms> Find(string? only)
    {
        var places = (only is null ? PostgresPlaces.All() : [only]).Distinct();
        var complete = places.Where(place => File.Exists(Program(place, "initdb")) && File.Exists(Program(place, "postgres")));
        PostgresPrograms[] found = [.. complete.Select(place => new PostgresPrograms(place, MajorOf(place)))];
        return found.Length > 0 ? found : throw new DistributedApplicationException(NotFound);
    }

    private static int MajorOf(string directory)
    {
        var start = new ProcessStartInfo(Program(directory, "postgres"), ["--version"]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var answer = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return int.Parse(Number().Match(answer).ValueSpan, CultureInfo.InvariantCulture);
    }

    private static string Program(string directory, string name) =>
        Path.Combine(directory, OperatingSystem.IsWindows() ? $"{name}.exe" : name);

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();
}
