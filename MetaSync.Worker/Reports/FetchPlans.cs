using Npgsql;
using NpgsqlTypes;

namespace MetaSync.Worker.Reports;

/// <summary>Remembers for each account and report which way has worked.</summary>
internal sealed class FetchPlans(NpgsqlDataSource database)
{
    public async Task SaveAsync(string account, string report, FetchPlan plan, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            INSERT INTO metasync.fetch_plans (account, report, mode, page_size, campaigns_per_run, dropped_fields) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (account, report) DO UPDATE
            SET mode = $3, page_size = $4, campaigns_per_run = $5, dropped_fields = $6, learned_at = now()
            """);
        command.Parameters.Add(new() { Value = account });
        command.Parameters.Add(new() { Value = report });
        command.Parameters.Add(new() { Value = Name(plan.Mode) });
        command.Parameters.Add(new() { Value = plan.PageSize });
        command.Parameters.Add(new() { Value = (object?)plan.CampaignsPerRun ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        command.Parameters.Add(new() { Value = plan.DroppedFields.ToArray() });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string Name(FetchMode mode) => mode switch
    {
        FetchMode.Sync => "sync",
        FetchMode.Async => "async",
        _ => "split",
    };
}
