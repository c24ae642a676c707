using System.Globalization;

namespace Aspire.Hosting.ApplicationModel;

public class PostgresServerResource(string name, ParameterResource? userName, ParameterResource password)
    : ContainerResource(name), IResourceWithConnectionString, IResourceWithConnectionProperties
{
    public ParameterResource? UserNameParameter => userName;
    public ParameterResource PasswordParameter => password;
    public EndpointReference PrimaryEndpoint => new(this, "tcp");

    /// <summary>Known once the server runs.</summary>
    internal PostgresLogin? Login { get; set; }

    /// <summary>The password that a data volume was made with.</summary>
    internal string? KeptPassword { get; set; }

    internal PostgresLogin RequiredLogin => Login ?? throw new InvalidOperationException($"The server '{Name}' is not started.");

    public ValueTask<string?> GetConnectionStringAsync(CancellationToken cancellationToken = default) =>
        new(RequiredLogin.ConnectionString);

    IEnumerable<(string, Func<string>)> IResourceWithConnectionProperties.Properties => PropertiesFor(database: null);

    internal IEnumerable<(string, Func<string>)> PropertiesFor(string? database) =>
    [
        ("HOST", () => "localhost"),
        ("PORT", () => RequiredLogin.Port.ToString(CultureInfo.InvariantCulture)),
        ("USERNAME", () => RequiredLogin.User),
        ("PASSWORD", () => RequiredLogin.Password),
        ("URI", () => RequiredLogin.Uri(database)),
        ("JDBCCONNECTIONSTRING", () => $"jdbc:postgresql://localhost:{RequiredLogin.Port}/{database}")
    ];
}

public class PostgresDatabaseResource(string name, string databaseName, PostgresServerResource postgresParentResource)
    : Resource(name), IResourceWithParent<PostgresServerResource>, IResourceWithConnectionString, IResourceWithConnectionProperties
{
    public PostgresServerResource Parent => postgresParentResource;
    public string DatabaseName => databaseName;

    public ValueTask<string?> GetConnectionStringAsync(CancellationToken cancellationToken = default) =>
        new($"{Parent.RequiredLogin.ConnectionString};Database={DatabaseName}");

    IEnumerable<(string, Func<string>)> IResourceWithConnectionProperties.Properties =>
        Parent.PropertiesFor(DatabaseName).Append(("DATABASENAME", () => DatabaseName));
}

internal interface IResourceWithConnectionProperties
{
    IEnumerable<(string Name, Func<string> Value)> Properties { get; }
}

internal sealed record PostgresLogin(int Port, string User, string Password)
{
    public string ConnectionString => $"Host=localhost;Port={Port};Username={User};Password={Password}";

    public string Uri(string? database) =>
        $"postgresql://{System.Uri.EscapeDataString(User)}:{System.Uri.EscapeDataString(Password)}@localhost:{Port}"
        + (database is null ? "" : $"/{database}");

    public override string ToString() => $"{User}@localhost:{Port}"; // a record would print its password
}
