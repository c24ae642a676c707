using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.Processes;

namespace MetaSync.Tests.StandIn;

public sealed class AppHostAtTheTerminalTests : IDisposable
{
    // A token keeps the simulator out: these tests are about the AppHost, and need the least that it can start.
    private static readonly string[] Throwaway =
        ["--DcpPublisher:RandomizePorts=true", "--StandIn:Persist=false", "--Parameters:meta-access-token=none", "--Parameters:meta-accounts=act_1"];
    private readonly TemporaryFolder _temp = new();
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task Without_PostgreSQL_one_sentence_names_the_three_ways_out()
    {
        using var appHost = new AppHostProcess(_temp, [.. Throwaway, $"--StandIn:PostgresPrograms={_temp.Path}"]);

        var (code, error) = await appHost.ExitAsync(_cancellation);

        Assert.Equal(1, code);
        var sentence = Assert.Single(error.Trim().Split('\n'));
        Assert.Contains("install PostgreSQL", sentence);
        Assert.Contains("-p:UseAspire=true", sentence);
        Assert.Contains("ConnectionStrings:metasync", sentence);
        Assert.Empty(_temp.Entries);
    }

    [Fact]
    public async Task A_taken_port_is_named_together_with_the_resource_that_needs_it()
    {
        using var taker = new Socket(SocketType.Stream, ProtocolType.Tcp);
        TakeOrLeaveTaken(taker, 5080);
        using var appHost = new AppHostProcess(_temp, [.. Throwaway[1..]]);

        var (code, error) = await appHost.ExitAsync(_cancellation);

        Assert.Equal(1, code);
        Assert.StartsWith("Port 5080, on which 'api' is to listen, is taken", Assert.Single(error.Trim().Split('\n')));
        Assert.Empty(_temp.Entries);
    }

    [Fact]
    public async Task A_termination_signal_leaves_no_process_no_directory_and_no_password_on_the_screen()
    {
        using var appHost = new AppHostProcess(_temp, [.. Throwaway, "--Parameters:postgres-password=opensesame"]);
        var started = await appHost.HealthyAsync(_cancellation);
        Assert.Single(_temp.Entries);

        appHost.Send(Signal.TERM);

        var (code, error) = await appHost.ExitAsync(_cancellation);
        Assert.Equal((0, ""), (code, error));
        await ProcessTable.AllEndedAsync(started, _cancellation);
        Assert.Empty(_temp.Entries);
        Assert.DoesNotContain("opensesame", appHost.ToString());
    }

    [Fact]
    public async Task Even_a_killed_AppHost_leaves_no_process_and_no_directory()
    {
        using var appHost = new AppHostProcess(_temp, Throwaway);
        var started = await appHost.HealthyAsync(_cancellation);

        appHost.Send(Signal.KILL);

        await ProcessTable.AllEndedAsync(started, _cancellation);
        Assert.Empty(_temp.Entries);
    }

    private static void TakeOrLeaveTaken(Socket taker, int port)
    {
        try
        {
            taker.Bind(new IPEndPoint(IPAddress.IPv6Any, port));
            taker.Listen();
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            // Somebody else's program does the same for this test.
        }
    }
}
