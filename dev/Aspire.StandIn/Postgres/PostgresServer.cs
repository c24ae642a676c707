using System.Diagnostics;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Processes;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Aspire.Hosting.Postgres;

internal sealed class PostgresServer(PostgresServerResource resource, IConfiguration configuration, Guard guard, Action<string, bool> onLine)
    : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(50);
    private PostgresData? _data;

    public ChildProcess? Process { get; private set; }

    public async Task StartAsync(IEnumerable<PostgresDatabaseResource> databases, CancellationToken cancellationToken)
    {
        var installed = PostgresPrograms.Find(configuration["StandIn:PostgresPrograms"]);
        _data = PostgresData.For(resource, configuration, guard);
        await _data.ClaimAsync(cancellationToken);
        var programs = _data.Major is { } major ? ForDataOf(major, installed) : installed[0];
        if (File.Exists(_data.PasswordFile)) resource.KeptPassword = await File.ReadAllTextAsync(_data.PasswordFile, cancellationToken);

        var login = new PostgresLogin(resource.PrimaryEndpoint.Port, await UserAsync(cancellationToken),
            (await resource.PasswordParameter.GetValueAsync(cancellationToken))!);
        if (_data.Major is null) await InitialiseAsync(programs, login, cancellationToken);

        Process = ChildProcess.Start(ServerAccount.Command(programs.Postgres, Arguments(login.Port)), guard, Signal.INT, onLine);
        await using var connection = await ConnectAsync(login, cancellationToken);
        foreach (var database in databases) await CreateAsync(connection, database.DatabaseName, cancellationToken);
        resource.Login = login;
    }

    public async ValueTask DisposeAsync()
    {
        if (Process is not null) await Process.StopAsync(Signal.INT, Grace);
        Process?.Dispose();
        _data?.Dispose();
    }

    private PostgresPrograms ForDataOf(int major, IReadOnlyList<PostgresPrograms> installed) =>
        installed.FirstOrDefault(programs => programs.Major == major) ?? throw new DistributedApplicationException(
            $"The data in {_data!.Folder} were made by PostgreSQL {major}, and only PostgreSQL "
            + $"{string.Join(", ", installed.Select(p => p.Major))} is installed: "
            + $"install version {major}, or delete the directory to start with empty data.");

    private async Task<string> UserAsync(CancellationToken cancellationToken) =>
        resource.UserNameParameter is { } user ? (await user.GetValueAsync(cancellationToken))! : "postgres";

    private List<string> Arguments(int port)
    {
        // Over TCP only: a socket's path must not exceed 107 bytes, and nobody here would use one.
        List<string> settings = ["listen_addresses=localhost", "unix_socket_directories=", $"port={port}"];
        settings.AddRange(["log_min_messages=log", "log_checkpoints=off"]); // a failed statement is its caller's to report
        if (!_data!.IsKept) settings.AddRange(["fsync=off", "full_page_writes=off"]);
        return ["-D", _data.Cluster, .. settings.SelectMany(setting => new[] { "-c", setting })];
    }

    /// <summary>In a directory beside the final one, so that a start that was cut short leaves nothing that looks finished.</summary>
    private async Task InitialiseAsync(PostgresPrograms programs, PostgresLogin login, CancellationToken cancellationToken)
    {
        var unfinished = $"{_data!.Cluster}.unfinished";
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        await WritePrivatelyAsync(_data.PasswordFile, login.Password, cancellationToken);
        if (ServerAccount.Own(_data.Folder) is { } own) await RunAsync(own, cancellationToken);
        List<string> arguments =
        [
            "-D", unfinished, "-U", login.User, $"--pwfile={_data.PasswordFile}", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"
        ];
        if (!_data.IsKept) arguments.Add("-N");
        await RunAsync(ServerAccount.Command(programs.InitDb, arguments), cancellationToken);
        Directory.Move(unfinished, _data.Cluster);
    }

    private static async Task WritePrivatelyAsync(string file, string text, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var writer = new StreamWriter(file, options);
        await writer.WriteAsync(text.AsMemory(), cancellationToken);
    }

    private async Task RunAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        var said = new List<string>();
        using var tool = ChildProcess.Start(start, guard, Signal.KILL, (line, _) => { lock (said) said.Add(line); });
        try
        {
            if (await tool.Exited.WaitAsync(cancellationToken) == 0) return;
            var reason = said.Count == 0 ? "it gave no reason" : string.Join(' ', said.TakeLast(3));
            throw new DistributedApplicationException($"The data of '{resource.Name}' in {_data!.Folder} cannot be made: {reason}");
        }
        finally
        {
            await tool.StopAsync(Signal.KILL, Grace);
        }
    }

    private async Task<NpgsqlConnection> ConnectAsync(PostgresLogin login, CancellationToken cancellationToken)
    {
        while (true)
        {
            var connection = new NpgsqlConnection($"{login.ConnectionString};Database=postgres;Pooling=false;Timeout=5");
            try
            {
                await connection.OpenAsync(cancellationToken);
                return connection;
            }
            catch (PostgresException e) when (e.SqlState != PostgresErrorCodes.CannotConnectNow)
            {
                await connection.DisposeAsync();
                throw new DistributedApplicationException($"PostgreSQL refuses the login of '{resource.Name}': {e.MessageText}.", e);
            }
            catch (NpgsqlException)
            {
                await connection.DisposeAsync();
                if (Process!.Exited.IsCompleted)
                    throw new DistributedApplicationException($"'{resource.Name}' ended while it was starting; its lines above say why.");
                await Task.Delay(BetweenAttempts, TimeProvider.System, cancellationToken);
            }
        }
    }

    private static async Task CreateAsync(NpgsqlConnection connection, string database, CancellationToken cancellationToken)
    {
        await using var exists = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", connection);
        exists.Parameters.Add(new() { Value = database });
        if (await exists.ExecuteScalarAsync(cancellationToken) is not null) return;
        using var quoting = new NpgsqlCommandBuilder();
        await using var create = new NpgsqlCommand($"CREATE DATABASE {quoting.QuoteIdentifier(database)}", connection);
        await create.ExecuteNonQueryAsync(cancellationToken);
    }
}
