using MetaSync.Faults.Wire;

namespace MetaSync.Tests.Faults.Wire;

public sealed class ClientSideTests
{
    private readonly ClientSide _side = new();

    [Fact]
    public void A_query_is_a_group_by_itself()
    {
        Assert.Equal([Step.Ends], Read(Wired.Message('Q', "LISTEN meta_sync")));
        Assert.Equal("LISTEN meta_sync", _side.Sql);
    }

    [Fact]
    public void Pipelined_statements_are_one_group_that_ends_with_their_Sync()
    {
        var steps = Read(
            Wired.Message('P', "", "SELECT $1"), Wired.Message('B', "", ""), Wired.Message('D', "P"), Wired.Message('E', ""),
            Wired.Message('P', "", "SELECT $2"), Wired.Message('B', "", ""), Wired.Message('D', "P"), Wired.Message('E', ""), Wired.Message('S'));

        Assert.Equal(Step.Ends, steps[^1]);
        Assert.All(steps[..^1], step => Assert.Equal(Step.Gathers, step));
        Assert.Equal("SELECT $1; SELECT $2", _side.Sql);
    }

    [Fact]
    public void A_statement_that_was_prepared_is_known_by_its_name()
    {
        Read(Wired.Message('P', "_auto1", "UPDATE t SET x = $1"), Wired.Message('D', "S_auto1"), Wired.Message('S'));
        Assert.Equal("PREPARE UPDATE t SET x = $1", _side.Sql);

        Read(Wired.Message('B', "", "_auto1"), Wired.Message('E', ""), Wired.Message('S'));
        Assert.Equal("UPDATE t SET x = $1", _side.Sql);

        Read(Wired.Message('P', "_auto1", "DELETE FROM t"), Wired.Message('B', "", "_auto1"), Wired.Message('E', ""), Wired.Message('S'));
        Assert.Equal("DELETE FROM t", _side.Sql);
    }

    [Fact]
    public void The_data_of_a_COPY_are_one_point_and_its_end_is_another()
    {
        Assert.Equal(
            [Step.Ends, Step.BeginsCopy, Step.Passes, Step.Passes, Step.Ends],
            Read(Wired.Message('Q', "COPY t FROM STDIN"), Wired.Message('d', "1"), Wired.Message('d', "2"), Wired.Message('d', "3"), Wired.Message('c')));
        Assert.Equal("COPY's end", _side.Sql);
        Assert.Equal([Step.Ends, Step.Ends], Read(Wired.Message('Q', "COPY t FROM STDIN"), Wired.Message('f', "no")));
        Assert.Equal("COPY given up", _side.Sql);
    }

    [Fact]
    public void What_still_comes_of_a_COPY_that_the_server_has_ended_is_counted_no_more()
    {
        Read(Wired.Message('Q', "COPY t FROM STDIN"), Wired.Message('d', "1"));
        _side.CopyIsLost();

        Assert.Equal([Step.Passes, Step.Passes], Read(Wired.Message('d', "2"), Wired.Message('c')));
        Assert.Equal([Step.Ends, Step.BeginsCopy], Read(Wired.Message('Q', "COPY t FROM STDIN"), Wired.Message('d', "1")));
    }

    [Theory]
    [InlineData("BEGIN TRANSACTION ISOLATION LEVEL READ COMMITTED", true)]
    [InlineData("DISCARD ALL", true)]
    [InlineData("COMMIT", false)]
    [InlineData("SELECT 1", false)]
    public void Only_what_prepares_for_the_next_group_is_a_prelude(string sql, bool isPrelude) => Assert.Equal(isPrelude, ClientSide.IsPrelude(sql));

    [Theory]
    [InlineData('p')]
    [InlineData('H')]
    [InlineData('X')]
    public void A_password_a_flush_and_a_farewell_pass(char kind) => Assert.Equal([Step.Passes], Read(Wired.Message(kind, "x")));

    private Step[] Read(params WireMessage[] messages) => [.. messages.Select(_side.Read)];
}
