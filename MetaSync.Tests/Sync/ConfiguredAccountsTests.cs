using MetaSync.Sync;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace MetaSync.Tests.Sync;

public sealed class ConfiguredAccountsTests
{
    [Theory]
    [InlineData("Meta:Accounts", "act_1, act_2,act_1", "act_1 act_2")]
    [InlineData("Meta:Accounts:0", "act_7", "act_7")]
    [InlineData("Meta:Accounts", "", "")]
    public void Accounts_are_a_list_or_a_section(string key, string value, string names) => Assert.Equal(names, string.Join(' ', Read(key, value).Names));

    [Theory]
    [InlineData("1234567890")]
    [InlineData("act_1;act_2")]
    public void A_name_that_is_none_of_an_ad_account_is_refused_and_named(string value) =>
        Assert.Contains($"'{value}'", Assert.Throws<OptionsValidationException>(() => Read("Meta:Accounts", value)).Message);

    private static ConfiguredAccounts Read(string key, string value) =>
        new(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [key] = value }).Build());
}
