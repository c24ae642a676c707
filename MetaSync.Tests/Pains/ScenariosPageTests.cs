using System.Text.RegularExpressions;
using MetaSync.Tests.Support;

namespace MetaSync.Tests.Pains;

public sealed partial class ScenariosPageTests
{
    [Fact]
    public async Task Every_test_that_the_page_of_scenarios_names_is_there_and_every_pain_is_on_it()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "scenarios.md"), TestContext.Current.CancellationToken);
        var named = TestName().Matches(page).Select(name => name.Groups[1].Value).ToHashSet();

        var types = typeof(ScenariosPageTests).Assembly.GetTypes().Where(type => type.IsPublic).ToArray();
        var tests = types.SelectMany(type => type.GetMethods().Select(method => $"{type.Name}.{method.Name}")).Concat(types.Select(type => type.Name)).ToHashSet();
        Assert.Empty(named.Except(tests));
        Assert.Empty(tests.Where(test => test.Contains(".Pain_", StringComparison.Ordinal)).Except(named));
    }

    [GeneratedRegex("`(\\w+(?:Tests|Pains)(?:\\.\\w+)?)`")]
    private static partial Regex TestName();
}
