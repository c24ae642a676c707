using System.Security.Cryptography;
using System.Text;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static class PostgresBuilderExtensions
{
    public static IResourceBuilder<PostgresServerResource> AddPostgres(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, IResourceBuilder<ParameterResource>? userName = null,
        IResourceBuilder<ParameterResource>? password = null, int? port = null)
    {
        // Letters and digits only: a connection string is put together without quoting.
        var generated = RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 22);
        PostgresServerResource server = null!;
        var secret = password?.Resource ?? new ParameterResource($"{name}-password", () =>
            ParameterResourceBuilderExtensions.Configured(builder, $"{name}-password") ?? server.KeptPassword ?? generated, secret: true);
        server = new PostgresServerResource(name, userName?.Resource, secret);
        return builder.AddResource(server).Annotated(new Endpoint("tcp", "tcp", port));
    }

    public static IResourceBuilder<PostgresDatabaseResource> AddDatabase(
        this IResourceBuilder<PostgresServerResource> builder, [ResourceName] string name, string? databaseName = null) =>
        builder.ApplicationBuilder.AddResource(new PostgresDatabaseResource(name, databaseName ?? name, builder.Resource));

    public static IResourceBuilder<PostgresServerResource> WithDataVolume(
        this IResourceBuilder<PostgresServerResource> builder, string? name = null, bool isReadOnly = false) =>
        builder.Annotated(new ContainerMountAnnotation(
            name ?? VolumeName(builder), "/var/lib/postgresql", ContainerMountType.Volume, isReadOnly));

    private static string VolumeName(IResourceBuilder<PostgresServerResource> builder)
    {
        var application = builder.ApplicationBuilder;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(application.AppHostDirectory)))[..10];
        return $"{application.Environment.ApplicationName.ToLowerInvariant()}-{hash}-{builder.Resource.Name}-data";
    }
}
