using System.Data;
using System.Globalization;
using Microsoft.Extensions.Options;
using Npgsql;

namespace MetaSync.ApiService.Insights;

/// <summary>Streams rows from the database to a client: all of one moment, none of them held here.</summary>
internal sealed class InsightsExport(NpgsqlDataSource database, IOptions<ExportOptions> options, TimeProvider time, ILogger<InsightsExport> logger)
{
    private const string RowsHeader = "MetaSync-Rows";

    public async Task SendAsync(ExportRequest request, HttpContext context, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var manifest = await new ManifestReader(connection, request.Report, request.Filter).ReadAsync(cancellationToken);

        Announce(request, manifest, context);
        await context.Response.StartAsync(cancellationToken);
        try
        {
            await using var output = new ExportStream(context.Response.Body, options.Value.ClientPatience, time);
            await WriteAsync(request, manifest, connection, output, cancellationToken);
        }
        catch (Exception exception)
        {
            if (!cancellationToken.IsCancellationRequested) // else the client has left, or the process goes down
                logger.ExportBrokenOff(request.Report, request.Format.Name, exception);
            // What has been sent can't be taken back. A connection that breaks off is what every client sees; a clean end would pass for all of it.
            context.Abort();
        }
    }

    private static void Announce(ExportRequest request, Manifest manifest, HttpContext context)
    {
        var response = context.Response;
        response.ContentType = request.Format.ContentType;
        response.Headers.ContentDisposition = $"attachment; filename=\"{request.FileName}\"";
        response.Headers.CacheControl = "no-store";
        response.Headers[RowsHeader] = manifest.Rows.ToString(CultureInfo.InvariantCulture);
        response.Headers.Link = $"<{context.Request.PathBase}/api/insights/manifest{context.Request.QueryString}>; rel=\"describedby\"";
    }

    private static async Task WriteAsync(ExportRequest request, Manifest manifest, NpgsqlConnection connection, Stream output, CancellationToken cancellationToken)
    {
        // The primary key is in order: the first row comes at once. And a slow client's transaction may wait: it has locked nothing that anybody needs.
        await using (var settings = new NpgsqlCommand("SET LOCAL enable_sort = off; SET LOCAL idle_in_transaction_session_timeout = 0", connection))
            await settings.ExecuteNonQueryAsync(cancellationToken);

        await using var writer = request.Format.Write(request, output);
        await writer.StartAsync(cancellationToken);
        var rows = 0L;
        foreach (var account in manifest.Accounts)
        {
            await using var command = new NpgsqlCommand(
                $"""
                SELECT {string.Join(", ", ExportColumn.All.Select(column => column.Name))} FROM metasync.report_insights
                WHERE account = $1 AND report = $2 AND day BETWEEN $3 AND $4
                ORDER BY day, campaign_id, adset_id, ad_id, breakdowns
                """, connection)
            {
                CommandTimeout = (int)ManifestReader.Patience.TotalSeconds, // of each read, not of all
                Parameters =
                {
                    new() { Value = account.Account }, new() { Value = request.Report },
                    new() { Value = request.Filter.DateRange.StartDate }, new() { Value = request.Filter.DateRange.EndDate },
                },
            };
            // Row by row, each of them whole: a reader in sequential mode would wait for a value's bytes with a thread.
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            try
            {
                for (; await row.ReadAsync(cancellationToken); rows++)
                    await writer.WriteAsync(row, cancellationToken);
            }
            catch
            {
                command.Cancel(); // else the reader's end would be to read all that is left
                throw;
            }
        }

        if (rows != manifest.Rows)
            throw new InvalidOperationException($"{manifest.Rows} rows were counted, and {rows} came.");

        await writer.EndAsync(manifest with { Complete = true }, cancellationToken);
    }
}
