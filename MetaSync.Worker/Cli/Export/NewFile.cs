namespace MetaSync.Worker.Cli.Export;

/// <summary>A file that appears under its name when all of it is there: until then it stands beside it, and a failure leaves nothing.</summary>
internal sealed class NewFile : IAsyncDisposable
{
    private readonly string _path, _part;
    private bool _isDone;

    public NewFile(string path)
    {
        _path = Path.GetFullPath(path);
        _part = Path.Combine(Path.GetDirectoryName(_path) ?? "", $".{Path.GetFileName(_path)}.{Path.GetRandomFileName()}.part");
        Stream = Attempt(path, () => new FileStream(_part, FileMode.CreateNew, FileAccess.Write, FileShare.None, 128 * 1024, FileOptions.Asynchronous));
    }

    public Stream Stream { get; }

    /// <summary>Gives it its name, also where another file has that.</summary>
    public async Task FinishAsync()
    {
        await Stream.DisposeAsync();
        Attempt(_path, () =>
        {
            File.Move(_part, _path, overwrite: true);
            return _isDone = true;
        });
    }

    public async ValueTask DisposeAsync()
    {
        await Stream.DisposeAsync();
        if (!_isDone)
            File.Delete(_part);
    }

    private static T Attempt<T>(string path, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(CommandLine.Failed, $"'{path}' can't be written: {exception.Message} Name another file with --output.");
        }
    }
}
