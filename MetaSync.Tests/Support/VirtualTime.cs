using System.Globalization;
using MetaSync.Time;
using Npgsql;

namespace MetaSync.Tests.Support;

/// <summary>One clock for all processes of an application and for its database, so many times as fast as the real one.</summary>
/// <remarks>How it gets into them: docs/decisions/0007-virtual-time-by-a-startup-hook.md</remarks>
internal sealed class VirtualTime
{
    private readonly DateTimeOffset _origin, _start;
    private readonly double _speed;
    private readonly AcceleratedTime _clock;

    /// <param name="speed">Virtual seconds per real one.</param>
    /// <param name="start">What the clock shows now; the real time when left out.</param>
    public VirtualTime(double speed, DateTimeOffset? start = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        _origin = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond)); // PostgreSQL's resolution is coarser than .NET's
        _start = start ?? _origin;
        _speed = speed;
        _clock = new AcceleratedTime(TimeProvider.System, _origin, _start, speed);
    }

    public DateTimeOffset Now => _clock.GetUtcNow();

    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["DOTNET_STARTUP_HOOKS"] = typeof(AcceleratedTime).Assembly.Location,
        [VirtualTimeVariables.Origin] = $"{_origin:O}",
        [VirtualTimeVariables.Start] = $"{_start:O}",
        [VirtualTimeVariables.Speed] = _speed.ToString(CultureInfo.InvariantCulture),
    };

    public void GiveTo(IDistributedApplicationBuilder builder)
    {
        foreach (var project in builder.Resources.OfType<ProjectResource>().Select(builder.CreateResourceBuilder).ToArray())
        {
            foreach (var (name, value) in Environment)
                project.WithEnvironment(name, value);
        }
    }

    /// <summary>Makes an unqualified <c>now()</c> virtual, in statements and in the defaults of tables created from here on.</summary>
    public async Task GiveToAsync(string connectionString, CancellationToken cancellationToken)
    {
        var database = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        // pg_catalog comes first wherever a search path does not name it.
        await using var command = new NpgsqlCommand(string.Create(CultureInfo.InvariantCulture, $"""
            CREATE FUNCTION public.now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE RETURN
              '{_start:O}'::timestamptz + make_interval(secs => extract(epoch FROM pg_catalog.now() - '{_origin:O}'::timestamptz)::float8 * {_speed});
            ALTER DATABASE {database.Database} SET search_path = "$user", public, pg_catalog;
            """), connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
