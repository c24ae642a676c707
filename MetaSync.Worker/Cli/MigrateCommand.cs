using System.CommandLine;
using MetaSync.Sync;
using Npgsql;

namespace MetaSync.Worker.Cli;

/// <summary><c>migrate</c>: brings the schema up to date under the role that owns it, so that API and workers need no right to.</summary>
internal static class MigrateCommand
{
    private static readonly Option<string> RuntimeRole = new("--runtime-role")
    {
        Description = "The role of API and workers; it is given its rights where it exists.",
        DefaultValueFactory = _ => "metasync_runtime",
    };

    public static Command Create()
    {
        var command = new Command("migrate", "Brings the database of ConnectionStrings:metasync up to date, and gives the role of API and workers its rights.") { RuntimeRole };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                return await RunAsync(parsed.GetRequiredValue(RuntimeRole), cancellationToken);
            }
            catch (Exception exception) when (StartupErrors.Explain(exception) is { } sentence)
            {
                await Console.Error.WriteLineAsync(sentence);
                return CommandLine.Failed;
            }
        });
        return command;
    }

    private static async Task<int> RunAsync(string role, CancellationToken cancellationToken)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.AddServiceDefaults();
        builder.AddSyncStore();
        using var host = builder.Build();

        await host.Services.GetRequiredService<Schema>().ApplyAsync(cancellationToken);
        var hasRole = await RuntimeRights.GrantAsync(host.Services.GetRequiredService<NpgsqlDataSource>(), role, cancellationToken);
        Console.WriteLine(hasRole ? $"The schema is up to date, and {role} has its rights." : $"The schema is up to date. There is no role {role} to give rights to.");
        return CommandLine.Succeeded;
    }
}
