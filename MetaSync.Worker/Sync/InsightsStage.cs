using MetaSync.Worker.Meta;
using MetaSync.Worker.Reports;
using Npgsql;

namespace MetaSync.Worker.Sync;

/// <summary>
/// Collects the pages of a day, or of a chunk of days, and swaps them in for the stored rows at the end. The first page stays in memory:
/// it is the only one of nearly every day. When there is a second, all go into a table that only this session sees.
/// </summary>
/// <remarks>Nothing of an unfinished day is visible, and no more than a page of it is held in memory.</remarks>
internal sealed class InsightsStage(NpgsqlDataSource database, DayRun run, Report report) : IAsyncDisposable
{
    private NpgsqlConnection? _connection;
    private List<InsightsRow>? _first;
    private bool _isLacking;

    /// <summary>Rows collected so far.</summary>
    public long Rows { get; private set; }

    public async Task AddAsync(InsightsPage page, CancellationToken cancellationToken)
    {
        List<InsightsRow> rows = [.. page.Rows()];
        Rows += rows.Count;
        _isLacking |= rows.Exists(row => row.Lacking is not null);
        if (_first is null && _connection is null)
        {
            _first = rows.ConvertAll(row => row with { Json = row.Json.Clone() });
            return;
        }

        if (_first is { } first)
        {
            _connection = await database.OpenConnectionAsync(cancellationToken);
            await StagedTable.CreateAsync(_connection, cancellationToken);
            await StagedTable.CopyAsync(_connection, first, cancellationToken);
            _first = null;
        }

        await StagedTable.CopyAsync(_connection!, rows, cancellationToken);
    }

    /// <summary>
    /// In one transaction: replaces those of the days' rows that differ from the collected ones, and finishes the day or this report of it,
    /// if the run's token is still its own.
    /// </summary>
    /// <returns>False when the run has been taken over; nothing is changed then.</returns>
    /// <exception cref="MetaException">Meta sent the same row on two pages, so another may be missing.</exception>
    public async Task<bool> ReplaceDayAsync(DayCost cost, bool finishesDay, CancellationToken cancellationToken)
    {
        var staged = _connection is null ? StagedRows.Of(_first ?? []) : StagedRows.InTable;
        _connection ??= await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await _connection.BeginTransactionAsync(cancellationToken);
        if (!await DayFence.PassAsync(_connection, run, Rows, cost.Calls, finishesDay, cancellationToken))
            return false;

        var (stored, changed) = await DayReplacement.ReplaceAsync(_connection, run, report.Key, staged, _isLacking, cancellationToken);
        if (stored != Rows)
            throw DayReplacement.SentTwice();

        await transaction.CommitAsync(cancellationToken);
        cost.Rows += Rows;
        cost.Changed |= changed;
        return true;
    }

    public ValueTask DisposeAsync() => _connection?.DisposeAsync() ?? default;
}
