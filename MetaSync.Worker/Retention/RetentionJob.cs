using Microsoft.Extensions.Options;
using Npgsql;
using Quartz;

namespace MetaSync.Worker.Retention;

/// <summary>Deletes finished batches that are older than they have to be kept, a few thousand days at a time.</summary>
/// <remarks>An account's newest day stays: it says in which lane the nightly refresh goes on.</remarks>
internal sealed class RetentionJob(NpgsqlDataSource database, IOptions<RetentionOptions> options, ILogger<RetentionJob> logger) : IJob
{
    private const int DaysAtOnce = 5_000;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        if (options.Value.Batches is not { } age)
            return; // this worker is to delete nothing, though another one has scheduled it

        try
        {
            await DeleteAsync(age, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.UpkeepFailed(RetentionSchedule.JobName, exception);
            throw; // fired again by the scheduler's own policy
        }
    }

    private async Task DeleteAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        // A batch that somebody retries at this moment loses no day that is to run: only finished ones are deleted.
        const string days = """
            WITH newest AS (
              SELECT max(id) AS id FROM metasync.sync_days GROUP BY account
            ), old AS (
              SELECT id FROM metasync.sync_batches AS batch WHERE created_at < now() - $1 AND NOT EXISTS (
                SELECT FROM metasync.sync_days WHERE batch_id = batch.id AND (finished_at IS NULL OR finished_at >= now() - $1))
            )
            DELETE FROM metasync.sync_days WHERE finished_at < now() - $1 AND id IN (
              SELECT id FROM metasync.sync_days WHERE batch_id IN (SELECT id FROM old) AND id NOT IN (SELECT id FROM newest) LIMIT $2)
            """;
        const string batches = """
            DELETE FROM metasync.sync_batches AS batch WHERE created_at < now() - $1 AND NOT EXISTS (SELECT FROM metasync.sync_days WHERE batch_id = batch.id)
            """;
        int deletedDays = 0, deleted;
        do
            deletedDays += deleted = await ExecuteAsync(days, [new() { Value = age }, new() { Value = DaysAtOnce }], cancellationToken);
        while (deleted == DaysAtOnce);

        var deletedBatches = await ExecuteAsync(batches, [new() { Value = age }], cancellationToken);
        if (deletedBatches + deletedDays > 0)
            logger.OldBatchesDeleted(deletedBatches, deletedDays, age);
    }

    private async Task<int> ExecuteAsync(string sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
