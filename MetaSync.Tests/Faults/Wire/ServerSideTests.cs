using MetaSync.Faults.Wire;

namespace MetaSync.Tests.Faults.Wire;

public sealed class ServerSideTests
{
    private readonly ServerSide _side = new();

    [Fact]
    public void A_group_is_answered_when_the_server_is_ready_again()
    {
        Send("SELECT 1");
        Send("SELECT 2");

        Assert.Null(Read(Wired.Message('C', "SELECT 1")));
        Assert.Equal("SELECT 1", Read(Wired.Ready('I')));
        Assert.Equal("SELECT 2", Read(Wired.Ready('I')));
    }

    [Fact]
    public void That_a_session_is_ready_at_its_start_answers_nothing() => Assert.Null(Read(Wired.Ready('I')));

    [Fact]
    public void A_group_with_a_prelude_is_answered_with_the_second_answer()
    {
        Send("UPDATE t SET x = 1", answers: 2);

        Assert.Null(Read(Wired.Ready('T')));
        Assert.Equal("UPDATE t SET x = 1", Read(Wired.Ready('T')));
    }

    [Fact]
    public void A_COPY_is_answered_when_the_server_waits_for_its_data_and_its_end_when_it_is_ready()
    {
        Send("COPY t FROM STDIN");
        Assert.Equal("COPY t FROM STDIN", Read(Wired.Message('G')));

        Send("COPY's end");
        Assert.Equal("COPY's end", Read(Wired.Ready('I')));
    }

    [Fact]
    public void A_COPY_that_the_server_ends_is_lost()
    {
        Send("COPY t FROM STDIN");
        _side.Read(Wired.Message('G'), out _);

        Assert.Null(_side.Read(Wired.Ready('I'), out var isLost));
        Assert.True(isLost);
    }

    [Fact]
    public void Groups_between_a_begin_and_a_commit_are_of_one_transaction()
    {
        Assert.Equal("UPDATE 1", Send("UPDATE 1", answers: 2));
        Read(Wired.Ready('T'));
        Read(Wired.Ready('T'));
        Assert.Equal("UPDATE 1", Send("UPDATE 2"));
        Read(Wired.Ready('T'));
        Assert.Equal("UPDATE 1", Send("COMMIT"));
        Read(Wired.Ready('I'));
        Assert.Equal("SELECT 1", Send("SELECT 1"));
    }

    private string Send(string sql, int answers = 1)
    {
        var transaction = _side.TransactionOf(sql);
        _side.Sends(new(new(0, 1, sql, transaction), null, answers));
        return transaction;
    }

    private string? Read(WireMessage message) => _side.Read(message, out _)?.Group.Sql;
}
