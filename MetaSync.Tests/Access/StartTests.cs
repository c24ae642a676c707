using MetaSync.ApiService.Access;
using MetaSync.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Options;

namespace MetaSync.Tests.Access;

public sealed class StartTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_API_that_nobody_has_said_who_may_reach_does_not_start()
    {
        var (exitCode, _, error) = await ApiExecutable.RunAsync(Cancel, "--ConnectionStrings:metasync=Host=localhost;Port=1");

        Assert.Equal(1, exitCode);
        var sentence = Assert.Single(error.Trim().Split('\n'));
        Assert.StartsWith("Access:Mode is not set", sentence, StringComparison.Ordinal);
        Assert.Contains("Keys", sentence);
        Assert.Contains("Open", sentence);
    }

    [Fact]
    public async Task A_wrong_setting_is_a_sentence()
    {
        var (exitCode, _, error) = await ApiExecutable.RunAsync(
            Cancel, "--Access:Mode=Everyone", "--Access:RequestsPerMinute=0", "--Access:TrustedProxies=10.0.0.1,proxy", "--Access:PathBase=metasync");

        Assert.Equal(1, exitCode);
        Assert.Equal(
            ["Access:Mode is 'Everyone'", "Access:RequestsPerMinute is '0'", "Access:TrustedProxies names 'proxy'", "Access:PathBase is 'metasync'"],
            error.Trim().Split('\n').Select(line => line.Split(',')[0]));
    }

    [Theory]
    [InlineData("Development", null, AccessMode.Open, true)]
    [InlineData("Development", "Keys", AccessMode.Keys, false)]
    [InlineData("Production", "keys", AccessMode.Keys, false)]
    [InlineData("Staging", "Open", AccessMode.Open, true)]
    public void Open_doors_are_on_this_machine_only(string environment, string? mode, object expected, bool isLoopbackOnly)
    {
        var options = Read(environment, ("Access:Mode", mode));

        Assert.Equal(expected, options.Mode);
        Assert.Equal(isLoopbackOnly, options.Hosts is not null);
        Assert.Null(Read(environment, ("Access:Mode", mode), ("AllowedHosts", "metasync.example")).Hosts); // somebody has said more
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    [InlineData("development-2")]
    public void Only_development_has_a_default(string environment) =>
        Assert.Contains("Access:Mode is not set", Assert.Throws<OptionsValidationException>(() => Read(environment)).Failures.Single());

    private static AccessOptions Read(string environment, params (string Key, string? Value)[] settings) => AccessOptions.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => setting.Value)).Build(),
        new HostingEnvironment { EnvironmentName = environment });
}
