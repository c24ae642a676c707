using System.Text.Json;
using MetaSync.Worker.Accounts;
using MetaSync.Worker.Meta;

namespace MetaSync.Tests.Accounts;

public sealed class MetaAccountTests
{
    private const string Json =
        """{"id":"act_1","account_id":"1","name":"Shop","account_status":1,"currency":"NZD","timezone_name":"Pacific/Auckland","timezone_offset_hours_utc":13}""";

    [Fact]
    public void An_account_is_read_as_Meta_describes_it() =>
        Assert.Equal(new MetaAccount("act_1", "Shop", "NZD", "Pacific/Auckland", TimeSpan.FromHours(13), 1), Read(Json));

    [Theory]
    [InlineData("5.75", 345)]
    [InlineData("5.55", 333)]
    [InlineData("-3.5", -210)]
    [InlineData("\"-10\"", -600)]
    [InlineData("null", 0)]
    [InlineData("\"far\"", 0)]
    [InlineData("1e300", 840)]
    [InlineData("-99", -720)]
    public void The_offset_is_in_hours_and_fractions_and_one_that_a_clock_can_have(string hours, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), Read(Json.Replace("utc\":13", $"utc\":{hours}", StringComparison.Ordinal)).UtcOffset);

    [Fact]
    public void What_can_be_missed_may_be_missing() =>
        Assert.Equal(
            new MetaAccount("act_7", null, "EUR", "Europe/Berlin", TimeSpan.Zero, null),
            Read("""{"account_id":7,"currency":"EUR","timezone_name":"Europe/Berlin","account_status":"closed"}"""));

    [Theory]
    [InlineData("account_id")]
    [InlineData("currency")]
    [InlineData("timezone_name")]
    public void An_account_without_what_its_days_need_is_an_error_of_Metas(string field)
    {
        Assert.Contains(field, Assert.Throws<MetaException>(() => Read(Json.Replace($"\"{field}\"", "\"other\"", StringComparison.Ordinal))).Message, StringComparison.Ordinal);
        Assert.Throws<MetaException>(() => Read("[]"));
    }

    private static MetaAccount Read(string json) => MetaAccount.Read(JsonElement.Parse(json));
}
