using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Aspire.Hosting;
using Aspire.Hosting.Postgres;
using Aspire.Hosting.Processes;
using Npgsql;

namespace MetaSync.Bench.Rig;

/// <summary>A PostgreSQL server of this run's own, in a directory of its own, which ends and goes with it.</summary>
internal sealed class PostgresCluster : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30), BetweenTries = TimeSpan.FromMilliseconds(50);

    private readonly string _folder = Directory.CreateTempSubdirectory("metasync-bench-").FullName;
    private readonly string _password = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
    private readonly Queue<string> _said = new();
    private readonly PostgresPrograms _programs;
    private readonly int _port;
    private Process? _process;
    private int _databases;

    private PostgresCluster(PostgresPrograms programs, int port) => (_programs, _port) = (programs, port);

    /// <summary>Of the database that is there from the beginning.</summary>
    public string ConnectionString => Of("postgres");

    /// <summary>The postmaster.</summary>
    public int ProcessId => _process!.Id;

    /// <param name="settings">Each as <c>name=value</c>; all others are the server's defaults.</param>
    /// <param name="cancellationToken">Until it answers.</param>
    public static async Task<PostgresCluster> StartAsync(IEnumerable<string> settings, CancellationToken cancellationToken)
    {
        PostgresPrograms programs;
        try
        {
            programs = PostgresPrograms.Find(null)[0];
        }
        catch (DistributedApplicationException)
        {
            throw new BenchException("No PostgreSQL server programs were found: install PostgreSQL (Debian: apt-get install postgresql), or put them on the PATH.");
        }

        var cluster = new PostgresCluster(programs, FreePort());
        try
        {
            await cluster.StartCoreAsync(settings, cancellationToken);
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }

        return cluster;
    }

    /// <summary>A new, empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"bench_{++_databases}");
        await using var connection = await ConnectAsync(cancellationToken);
        await using var create = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await create.ExecuteNonQueryAsync(cancellationToken);
        return Of(name);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Send(Signal.INT); // the fast way: sessions are ended
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartCoreAsync(IEnumerable<string> settings, CancellationToken cancellationToken)
    {
        var (data, password) = (Path.Combine(_folder, "data"), Path.Combine(_folder, "password"));
        await File.WriteAllTextAsync(password, _password, cancellationToken);
        if (ServerAccount.Own(_folder) is { } own)
            await ToEndAsync(own, cancellationToken);
        await ToEndAsync(
            ServerAccount.Command(_programs.InitDb, "-D", data, "-U", "bench", $"--pwfile={password}", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"), cancellationToken);

        string[] all = ["listen_addresses=127.0.0.1", "unix_socket_directories=", string.Create(CultureInfo.InvariantCulture, $"port={_port}"), .. settings];
        _process = Spawn(ServerAccount.Command(_programs.Postgres, ["-D", data, .. all.SelectMany(setting => new[] { "-c", setting })]));
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await using var connection = await ConnectAsync(cancellationToken);
                return;
            }
            catch (NpgsqlException) when (!_process.HasExited && Stopwatch.GetElapsedTime(began) < Patience)
            {
                await Task.Delay(BetweenTries, TimeProvider.System, cancellationToken);
            }
            catch (NpgsqlException)
            {
                throw new BenchException($"The private PostgreSQL in {_folder} did not start: {LastWords()}");
            }
        }
    }

    private async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection($"{ConnectionString};Pooling=false");
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    private async Task ToEndAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        using var process = Spawn(start);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
            throw new BenchException($"'{start.FileName} {string.Join(' ', start.ArgumentList)}' failed: {LastWords()}");
    }

    private Process Spawn(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (_said)
        {
            _said.Enqueue(line);
            while (_said.Count > 5)
                _said.Dequeue();
        }
    }

    private string LastWords()
    {
        lock (_said)
            return string.Join(' ', _said);
    }

    private string Of(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = _port,
        Username = "bench",
        Password = _password,
        Database = database,
    }.ConnectionString;

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
