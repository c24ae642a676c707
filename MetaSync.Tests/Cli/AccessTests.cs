using MetaSync.Tests.Access;
using MetaSync.Tests.Support;

namespace MetaSync.Tests.Cli;

/// <summary>The command line before an API that takes keys.</summary>
public sealed class AccessTests(KeyedApi keyed) : IClassFixture<KeyedApi>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Api => keyed.Api.Address.ToString();

    [Theory]
    [InlineData("accounts")]
    [InlineData("status")]
    [InlineData("status", "latest", "--watch")]
    [InlineData("days", "latest")]
    [InlineData("sync", "2026-01-01", "2026-01-31", "--wait")]
    [InlineData("cancel", "latest")]
    public async Task Without_a_key_a_command_exits_with_4_and_says_where_the_key_goes(params string[] command)
    {
        var (exitCode, output, error) = await WorkerCommand.RunAsync(Cancel, [.. command, "--api", Api]);
        Assert.Equal((4, ""), (exitCode, output));
        Assert.Contains("Set METASYNC_API_KEY to one", Assert.Single(error.Trim().Split('\n')));
    }

    [Fact]
    public async Task A_key_does_what_its_scope_allows_and_a_wrong_one_nothing()
    {
        var reader = await keyed.Api.CreateKeyAsync("cli-reader", "read", Cancel);
        var writer = await keyed.Api.CreateKeyAsync("cli-writer", "write", Cancel);

        Assert.Equal(0, (await WithKeyAsync(reader, "accounts")).ExitCode);
        var refused = await WithKeyAsync(reader, "sync", "2026-01-01", "2026-01-02");
        Assert.Equal((4, ""), (refused.ExitCode, refused.Out));
        Assert.Contains("'cli-reader' does not have the scope 'write'", Assert.Single(refused.Error.Trim().Split('\n')));
        Assert.Equal((0, "Enqueued 2 jobs for 2026-01-01 to 2026-01-02\n", ""), await WithKeyAsync(writer, "sync", "2026-01-01", "2026-01-02"));

        var unknown = $"{writer[..^4]}AAAA";
        var wrong = await WithKeyAsync(unknown, "status");
        Assert.Equal((4, ""), (wrong.ExitCode, wrong.Out));
        Assert.Contains("does not accept the key in METASYNC_API_KEY", wrong.Error);
        Assert.DoesNotContain(unknown, wrong.Error);
    }

    private Task<(int ExitCode, string Out, string Error)> WithKeyAsync(string key, params string[] command) =>
        WorkerCommand.RunAsync(new Dictionary<string, string> { ["METASYNC_API_KEY"] = key }, Cancel, [.. command, "--api", Api]);
}
