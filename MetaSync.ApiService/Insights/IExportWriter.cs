using Npgsql;

namespace MetaSync.ApiService.Insights;

/// <summary>Writes rows in one format. A value is read in the order of the columns, and nothing is kept that grows with the number of rows.</summary>
internal interface IExportWriter : IAsyncDisposable
{
    /// <summary>Writes what comes before the first row.</summary>
    ValueTask StartAsync(CancellationToken cancellationToken);

    /// <summary>Writes the row that the reader is at.</summary>
    ValueTask WriteAsync(NpgsqlDataReader row, CancellationToken cancellationToken);

    /// <summary>Writes what comes after the last row. Without it a file is visibly cut off, as far as its format can show that.</summary>
    ValueTask EndAsync(Manifest manifest, CancellationToken cancellationToken);
}
