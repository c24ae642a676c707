using Aspire.Hosting.Postgres;

namespace MetaSync.Tests.StandIn;

public class PostgresPlacesTests
{
    [Theory]
    [InlineData("/usr/lib/postgresql/9.6/bin /usr/lib/postgresql/17/bin /usr/lib/postgresql/15/bin", "17 15 9.6")]
    [InlineData("/usr/pgsql-9.5/bin /usr/pgsql-16/bin /usr/pgsql-9.6/bin", "16 9.6 9.5")]
    [InlineData("/opt/homebrew/opt/postgresql/bin /opt/homebrew/opt/postgresql@16/bin /usr/local/opt/postgresql@18/bin",
        "@18 @16 postgresql/")]
    [InlineData("/Applications/Postgres.app/Contents/Versions/latest/bin /Applications/Postgres.app/Contents/Versions/18/bin", "18 latest")]
    [InlineData(@"C:\PostgreSQL\16\bin C:\PostgreSQL\18\bin", "18 16")]
    [InlineData("/home/user7/pg/bin /usr/lib/postgresql/14/bin", "14 user7")]
    public void The_newest_version_is_tried_first(string installed, string expected)
    {
        var order = PostgresPlaces.NewestFirst(installed.Split(' ')).ToList();

        Assert.Equal(expected.Split(' '), expected.Split(' ').OrderBy(part => order.FindIndex(directory => directory.Contains(part))));
    }
}
