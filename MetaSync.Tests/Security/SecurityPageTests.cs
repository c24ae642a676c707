using System.Text.RegularExpressions;
using MetaSync.Tests.Support;

namespace MetaSync.Tests.Security;

public sealed partial class SecurityPageTests
{
    [Fact]
    public async Task The_page_of_security_lists_each_of_the_fifteen_checks_and_each_has_a_hole_to_find()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "security.md"), TestContext.Current.CancellationToken);
        var listed = Row().Matches(page).Select(row => (Number: row.Groups[1].Value, Test: row.Groups[2].Value)).ToArray();

        Assert.Equal(Enumerable.Range(1, 15).Select(n => $"{n}"), listed.Select(check => check.Number));
        foreach (var (number, name) in listed)
        {
            Assert.StartsWith($"S{int.Parse(number):00}_", name, StringComparison.Ordinal);
            var test = Assert.Single(typeof(SecurityPageTests).Assembly.GetTypes(), type => type.IsPublic && type.Name == name);
            Assert.Contains(test.GetMethods(), method => IsOfHoles().IsMatch(method.Name));
        }

        Assert.Equal(
            listed.Select(check => check.Test).Order(),
            typeof(SecurityPageTests).Assembly.GetTypes().Where(type => IsCheck().IsMatch(type.Name)).Select(type => type.Name).Order());
    }

    [Fact]
    public async Task Every_test_and_every_file_that_the_page_names_is_there()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "security.md"), TestContext.Current.CancellationToken);
        var tests = typeof(SecurityPageTests).Assembly.GetTypes().Select(type => type.Name).ToHashSet();

        Assert.Empty(Test().Matches(page).Select(name => name.Groups[1].Value).Except(tests));
        Assert.All(((string[])["deploy/roles.sql", "dev/locks", ".ci/run"]), path => Assert.True(Path.Exists(Path.Combine(Repository.Root, path)) && page.Contains(path, StringComparison.Ordinal), path));
    }

    [GeneratedRegex(@"^\| S(\d+) \|.*?`(S\d\d_\w+)`", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`(\\w+Tests)`")]
    private static partial Regex Test();

    [GeneratedRegex(@"^S\d\d_\w+Tests$")]
    private static partial Regex IsCheck();

    /// <summary>A method in whose name the check finds something, or the one in which the hole is a part of the test itself.</summary>
    [GeneratedRegex("[Tt]he_check_(of_the_files_)?finds|runs_under_the_runtime_role")]
    private static partial Regex IsOfHoles();
}
