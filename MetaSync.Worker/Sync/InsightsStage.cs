using System.Runtime.InteropServices;
using MetaSync.Worker.Meta;
using Npgsql;
using NpgsqlTypes;

namespace MetaSync.Worker.Sync;

/// <summary>Collects a day's pages in a table that only this connection sees, and swaps them in for the day's rows at the end.</summary>
/// <remarks>Nothing of an unfinished day is visible, held in memory, or left behind: the table goes with the connection.</remarks>
internal sealed class InsightsStage : IAsyncDisposable
{
    private const string Report = "ad";

    private readonly NpgsqlConnection _connection;
    private readonly DayRun _run;

    private InsightsStage(NpgsqlConnection connection, DayRun run)
    {
        _connection = connection;
        _run = run;
    }

    /// <summary>Rows collected so far.</summary>
    public long Rows { get; private set; }

    public static async Task<InsightsStage> OpenAsync(NpgsqlDataSource database, DayRun run, CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken);
        var stage = new InsightsStage(connection, run);
        await using var command = new NpgsqlCommand("CREATE TEMP TABLE staged_insights (LIKE metasync.insights)", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return stage;
    }

    public async Task AddAsync(InsightsPage page, CancellationToken cancellationToken)
    {
        await using var copy = await _connection.BeginBinaryImportAsync("""
            COPY staged_insights (account, report, day, campaign_id, adset_id, ad_id, impressions, clicks, reach, spend, row, as_of, batch_id)
            FROM STDIN (FORMAT BINARY)
            """, cancellationToken);
        foreach (var row in page.Rows())
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(_run.Account, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(Report, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(_run.Day, NpgsqlDbType.Date, cancellationToken);
            await copy.WriteAsync(row.CampaignId, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(row.AdsetId, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(row.AdId, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(row.Impressions, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(row.Clicks, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(row.Reach, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(row.Spend, NpgsqlDbType.Numeric, cancellationToken);
            await copy.WriteAsync(JsonMarshal.GetRawUtf8Value(row.Json).ToArray(), NpgsqlDbType.Jsonb, cancellationToken);
            await copy.WriteAsync(_run.AsOf, NpgsqlDbType.TimestampTz, cancellationToken);
            await copy.WriteAsync(_run.BatchId, NpgsqlDbType.Uuid, cancellationToken);
            Rows++;
        }

        await copy.CompleteAsync(cancellationToken);
    }

    /// <summary>
    /// In one transaction: finishes the day, if the run's token is still its own, and replaces the day's rows by the collected ones.
    /// </summary>
    /// <returns>False when the run has been taken over; nothing is changed then.</returns>
    /// <exception cref="MetaRetryException">Meta sent the same ad on two pages, so another may be missing.</exception>
    public async Task<bool> ReplaceDayAsync(int calls, CancellationToken cancellationToken)
    {
        await using var transaction = await _connection.BeginTransactionAsync(cancellationToken);
        if (!await FinishAsync(calls, cancellationToken))
            return false;

        await using var replace = new NpgsqlBatch(_connection)
        {
            BatchCommands =
            {
                new("DELETE FROM metasync.insights WHERE account = $1 AND report = $2 AND day = $3")
                {
                    Parameters = { new() { Value = _run.Account }, new() { Value = Report }, new() { Value = _run.Day } },
                },
                new("INSERT INTO metasync.insights SELECT * FROM staged_insights"), // LIKE gave it the same columns in the same order
            },
        };
        try
        {
            await replace.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.UniqueViolation)
        {
            throw new MetaRetryException(MetaError.OfTransport("Meta sent the same ad twice: the report changed between two of its pages"), exception);
        }

        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>The fence: one row or none. The row's lock holds until the commit, so nobody can claim the day in between.</summary>
    private async Task<bool> FinishAsync(int calls, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("""
            UPDATE metasync.sync_days
            SET state = 'succeeded', run_token = NULL, rows = $3, calls = calls + $4, finished_at = now(),
                error_code = NULL, error_subcode = NULL, error_message = NULL, error_fbtrace_id = NULL
            WHERE id = $1 AND run_token = $2
            """, _connection)
        {
            Parameters = { new() { Value = _run.DayId }, new() { Value = _run.Token }, new() { Value = Rows }, new() { Value = calls } },
        };
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
