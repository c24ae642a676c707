using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Aspire.Hosting.Postgres;
using Aspire.Hosting.Processes;
using Npgsql;

namespace MetaSync.Faults.Rig;

/// <summary>A PostgreSQL server of one's own, from the machine's server programs, which may be stopped, killed and started again.</summary>
internal sealed class PostgresCluster : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);
    private static int _databases;

    private readonly string _folder;
    private readonly string _password = RandomNumberGenerator.GetHexString(24, lowercase: true);
    private readonly PostgresClusterOptions _options;
    private readonly Guard _guard = new();
    private readonly OutputTail _output = new();
    private Process? _postmaster;

    private PostgresCluster(PostgresClusterOptions options)
    {
        _options = options;
        _folder = options.Parent is { } parent
            ? Directory.CreateDirectory(Path.Combine(parent, $"postgres-{Guid.NewGuid():N}")).FullName
            : Directory.CreateTempSubdirectory("metasync-faults-").FullName;
        _guard.Remove(_folder);
    }

    /// <summary>Why there can be no server on this machine, in a sentence; null when there can.</summary>
    public static string? Lacking
    {
        get
        {
            try
            {
                return PostgresPrograms.Find(null).Count > 0 ? null : PostgresPrograms.NotFound;
            }
            catch (Aspire.Hosting.DistributedApplicationException exception)
            {
                return exception.Message;
            }
        }
    }

    /// <summary>The port that it listens at, the same after every restart.</summary>
    public int Port { get; } = FreePort.Next();

    /// <summary>The directory of its data.</summary>
    public string Data => Path.Combine(_folder, "data");

    /// <summary>It does not run: it was ended, or has ended by itself.</summary>
    public bool HasEnded => _postmaster!.HasExited;

    /// <summary>What the server has said last.</summary>
    public IReadOnlyList<string> Output => _output.Lines;

    /// <summary>The connection string of the superuser, without a database.</summary>
    public string Server => $"Host=127.0.0.1;Port={Port};Username=postgres;Password={_password}";

    /// <summary>Initialises a server and starts it.</summary>
    public static async Task<PostgresCluster> StartAsync(PostgresClusterOptions options, CancellationToken cancellationToken)
    {
        var cluster = new PostgresCluster(options);
        try
        {
            await cluster.InitialiseAsync(cancellationToken);
            await cluster.RestartAsync(cancellationToken);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>The connection string of a new, empty database.</summary>
    public async Task<string> CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"faults_{Interlocked.Increment(ref _databases)}");
        await using var connection = await ConnectAsync(cancellationToken);
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return $"{Server};Database={name}";
    }

    /// <summary>What <c>pg_ctl stop -m immediate</c> does: every session ends at once, and the next start recovers from the log.</summary>
    public async Task StopImmediateAsync(CancellationToken cancellationToken)
    {
        await ProcessSignals.SendAsync(_postmaster!.Id, "QUIT", cancellationToken);
        await EndedAsync(cancellationToken);
    }

    /// <summary>SIGKILL for the server and all its children, as when the machine loses its power, but for what its operating system keeps.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        // Stopped first, so that it starts no child between the look and the kill.
        await ProcessSignals.SendAsync(_postmaster!.Id, "STOP", cancellationToken);
        using var children = new ProcessFamily(_postmaster.Id);
        _postmaster.Kill();
        children.Kill();
        await EndedAsync(cancellationToken);
        await children.EndedAsync(cancellationToken);
    }

    /// <summary>Starts the server again, and waits until it takes connections.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        var start = ServerAccount.Command(PostgresPrograms.Find(null)[0].Postgres, Arguments());
        _postmaster = _output.Start(start);
        _guard.Stop(_postmaster.Id, Signal.INT);
        await using var connection = await ConnectAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_postmaster is { HasExited: false })
        {
            await ProcessSignals.SendAsync(_postmaster.Id, "CONT", CancellationToken.None);
            await ProcessSignals.SendAsync(_postmaster.Id, "QUIT", CancellationToken.None); // nobody needs the data any more
            await EndedAsync(CancellationToken.None);
        }

        _postmaster?.Dispose();
        await _guard.DisposeAsync();
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private async Task InitialiseAsync(CancellationToken cancellationToken)
    {
        var password = Path.Combine(_folder, "password");
        await File.WriteAllTextAsync(password, _password, cancellationToken);
        if (ServerAccount.Own(_folder) is { } own)
            await RunAsync(own, cancellationToken);
        await RunAsync(ServerAccount.Command(PostgresPrograms.Find(null)[0].InitDb,
            "-D", Data, "-U", "postgres", $"--pwfile={password}", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "-N"), cancellationToken);
        File.Delete(password);
    }

    private async Task RunAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        using var process = _output.Start(start);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{start.FileName} {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}: {string.Join(' ', Output.TakeLast(3))}");
    }

    private List<string> Arguments()
    {
        var settings = new Dictionary<string, string>
        {
            ["listen_addresses"] = "127.0.0.1",
            ["unix_socket_directories"] = "",
            ["port"] = Port.ToString(CultureInfo.InvariantCulture),
            ["max_connections"] = _options.MaxConnections.ToString(CultureInfo.InvariantCulture),
            ["shared_buffers"] = "32MB",
            ["fsync"] = _options.Fsync ? "on" : "off",
            ["full_page_writes"] = _options.Fsync ? "on" : "off",
            ["restart_after_crash"] = "off", // a crash is to be seen, not mended in silence
            ["track_commit_timestamp"] = "on", // the order of commits: HistoryReader
            ["log_checkpoints"] = "off",
        };
        foreach (var (name, value) in _options.Settings)
            settings[name] = value;
        return ["-D", Data, .. settings.SelectMany(setting => new[] { "-c", $"{setting.Key}={setting.Value}" })];
    }

    private async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var connection = new NpgsqlConnection($"{Server};Database=postgres;Pooling=false;Timeout=5");
            try
            {
                await connection.OpenAsync(cancellationToken);
                return connection;
            }
            catch (NpgsqlException exception)
            {
                await connection.DisposeAsync();
                if (_postmaster!.HasExited || TimeProvider.System.GetElapsedTime(started) > Patience)
                    throw new InvalidOperationException($"The server in {_folder} takes no connections: {string.Join(' ', Output.TakeLast(5))}", exception);
                await Task.Delay(BetweenLooks, TimeProvider.System, cancellationToken);
            }
        }
    }

    private async Task EndedAsync(CancellationToken cancellationToken)
    {
        await _postmaster!.WaitForExitAsync(cancellationToken).WaitAsync(Patience, TimeProvider.System, cancellationToken);
        _guard.Forget(_postmaster.Id);
    }
}
