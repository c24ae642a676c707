using System.Globalization;

namespace MetaSync.Worker.Cli.Export;

/// <summary>Brings an export's bytes to where they belong, and takes none for whole that is not.</summary>
internal sealed class ExportDownload(HttpResponseMessage response, string format)
{
    private const int BufferBytes = 128 * 1024;
    private const string RowsHeader = "MetaSync-Rows";

    private readonly RowCount _count = new(format);

    /// <summary>How many rows the API said that there are.</summary>
    public long? AnnouncedRows { get; } = Number(response.Headers.TryGetValues(RowsHeader, out var values) ? values.FirstOrDefault() : null);

    /// <param name="output">Where the bytes go.</param>
    /// <param name="tell">Told how many rows and bytes have come.</param>
    /// <param name="cancellationToken">Whoever has enough of it.</param>
    public async Task CopyToAsync(Stream output, Action<long, long> tell, CancellationToken cancellationToken)
    {
        var (buffer, bytes) = (new byte[BufferBytes], 0L);
        await using var input = await response.Content.ReadAsStreamAsync(cancellationToken);
        while (await ReadAsync(input, buffer, cancellationToken) is > 0 and var read)
        {
            _count.Add(buffer.AsSpan(0, read));
            await output.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            tell(_count.Rows ?? 0, bytes += read);
        }

        await output.FlushAsync(cancellationToken);
        if (!_count.IsWhole || (AnnouncedRows is { } announced && _count.Rows is { } counted && counted != announced))
            throw BrokenOff();
    }

    private async Task<int> ReadAsync(Stream input, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await input.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            throw BrokenOff();
        }
    }

    private CommandException BrokenOff() => new(
        CommandLine.Failed,
        string.Create(CultureInfo.InvariantCulture, $"The answer broke off{(_count.Rows is { } rows ? $" after {rows} of {AnnouncedRows} rows" : $" before all of its {AnnouncedRows} rows had come")}. Run it again."));

    private static long? Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
