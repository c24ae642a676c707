using System.Diagnostics;
using MetaSync.Tests.Support;

namespace MetaSync.Tests.Faults;

/// <summary>The bugs of bench/mutants, which show that the cases catch something: planted by <c>bench/mutants/run</c>, which takes too long for each commit.</summary>
public sealed class SeededBugsTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "bench", "mutants");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Bugs => [.. Directory.GetFiles(Folder, "*.patch").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Bugs))]
    public async Task A_seeded_bug_can_still_be_planted_and_names_a_case_that_is_there(string bug)
    {
        var patch = Path.Combine(Folder, bug);
        using var git = Process.Start(new ProcessStartInfo("git", ["apply", "--check", patch]) { WorkingDirectory = Repository.Root, RedirectStandardError = true })!;
        var complaint = await git.StandardError.ReadToEndAsync(Cancel);
        await git.WaitForExitAsync(Cancel);
        Assert.Equal("", complaint);

        var lines = await File.ReadAllLinesAsync(patch, Cancel);
        Assert.Contains(lines, line => line.StartsWith("Bug: ", StringComparison.Ordinal));
        var named = lines.Single(line => line.StartsWith("Caught by: ", StringComparison.Ordinal))["Caught by: ".Length..].Split('.');
        Assert.Contains(
            typeof(SeededBugsTests).Assembly.GetTypes(),
            type => type.Name == named[^2] && type.GetMethods().Any(method => method.Name == named[^1]));
    }

    [Fact]
    public void There_are_at_least_20_of_them() => Assert.True(Bugs.Count >= 20);
}
