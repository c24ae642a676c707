using System.Text.Json.Nodes;
using MetaSync.Tests.Support;
using Npgsql;

namespace MetaSync.Tests.Access;

public sealed class KeysCommandTests(PostgresServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keys_are_made_listed_and_revoked_on_a_database_that_nobody_has_used_yet()
    {
        var database = await server.CreateDatabaseAsync(Cancel);
        var made = await RunAsync(database, "create", "first", "--scope", "write", "--expires", "90d");
        Assert.Equal(0, made.ExitCode);
        Assert.Matches("^msk_[A-Za-z0-9_-]{43}\n$", made.Out); // and nothing else, for KEY=$(…)
        Assert.Contains("read and write, until", made.Error);

        var key = JsonNode.Parse((await RunAsync(database, "list", "--json")).Out)!.AsArray().Single()!;
        Assert.Equal("first", key["name"]!.GetValue<string>());
        Assert.StartsWith(key["prefix"]!.GetValue<string>(), made.Out, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromDays(90), key["expiresAt"]!.GetValue<DateTimeOffset>() - key["createdAt"]!.GetValue<DateTimeOffset>());
        Assert.Contains("until", (await RunAsync(database, "list")).Out);

        await using (var api = await ApiHost.StartAsync(server, Cancel, database))
        {
            using var client = api.Client(made.Out.Trim());
            await client.GetStringAsync("/api/session", Cancel);
            Assert.Equal((0, ""), Quiet(await RunAsync(database, "revoke", "first")));
            Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await client.GetAsync("/api/session", Cancel)).StatusCode);
        }

        Assert.Contains("revoked", (await RunAsync(database, "list")).Out);
        await using var source = NpgsqlDataSource.Create(database);
        await using var audit = source.CreateCommand(
            "SELECT string_agg(action || ' ' || outcome || ' ' || (detail->>'name'), ', ' ORDER BY id) FROM metasync.audit_log JOIN metasync.audit_outcomes ON audit_id = id WHERE actor LIKE 'operator %'");
        Assert.Equal("keys.create done first, keys.revoke done first", await audit.ExecuteScalarAsync(Cancel));
    }

    [Fact]
    public async Task What_can_not_be_done_is_a_sentence()
    {
        var database = await server.CreateDatabaseAsync(Cancel);
        await RunAsync(database, "create", "first");
        (string[] Args, int ExitCode, string Sentence)[] cases =
        [
            (["create", "first"], 1, "There is, or was, a key 'first'"),
            (["revoke", "second"], 1, "There is no key 'second'"),
            (["create", "a b"], 2, "The name is 'a b'"),
            (["create", "c", "--expires", "soon"], 2, "--expires is 'soon'"),
            (["create", "c", "--expires", "0d"], 2, "--expires is '0d'"),
            (["create", "c", "--scope", "all"], 2, "all"),
        ];
        foreach (var (args, exitCode, sentence) in cases)
        {
            var (code, output, error) = await RunAsync(database, args);
            Assert.Equal((exitCode, ""), (code, output));
            Assert.Contains(sentence, error);
            Assert.DoesNotContain("   at ", error);
        }

        var nowhere = await WorkerCommand.RunAsync(Cancel, "keys", "list");
        Assert.Equal(1, nowhere.ExitCode);
        Assert.Contains("ConnectionStrings:metasync is not set", nowhere.Error);
        var closed = await RunAsync("Host=localhost;Port=1", "list");
        Assert.Equal(1, closed.ExitCode);
        Assert.StartsWith("The database of ConnectionStrings:metasync can't be used", closed.Error, StringComparison.Ordinal);
    }

    private static (int, string) Quiet((int ExitCode, string Out, string Error) ended) => (ended.ExitCode, ended.Error);

    private static Task<(int ExitCode, string Out, string Error)> RunAsync(string database, params string[] args) =>
        WorkerCommand.RunAsync(new Dictionary<string, string> { ["ConnectionStrings__metasync"] = database }, Cancel, ["keys", .. args]);
}
