using System.Threading.Channels;

namespace MetaSync.ApiService.Events;

/// <summary>Looks for changes while somebody watches, once for all who do.</summary>
internal sealed class EventFeed(ChangeWatch watch, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<EventFeed> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300), BetweenPings = TimeSpan.FromSeconds(15);

    /// <summary>Looks that a viewer may be behind, which is 15 seconds of changes: one that is slower has to come again.</summary>
    private const int Patience = 50;

    private readonly Lock _lock = new();
    private readonly Dictionary<ChannelWriter<Changes>, Action> _viewers = [];
    private readonly HashSet<ChannelWriter<Changes>> _newcomers = [];
    private readonly SemaphoreSlim _arrivals = new(0);

    /// <summary>How many watch.</summary>
    public int Viewers
    {
        get
        {
            lock (_lock)
                return _viewers.Count;
        }
    }

    /// <summary>Begins to watch. What is read first says from when on; the end comes when the application stops.</summary>
    /// <param name="abandon">Ends the connection of a viewer that is too slow: it may be one that reads nothing, to which writing never ends.</param>
    public (ChannelReader<Changes> Changes, Action Leave) Watch(Action abandon)
    {
        // Changes are shared by all: a viewer costs its place in the line and no more.
        var channel = Channel.CreateBounded<Changes>(new BoundedChannelOptions(Patience) { SingleReader = true, SingleWriter = true });
        lock (_lock)
        {
            _viewers.Add(channel.Writer, abandon);
            _newcomers.Add(channel.Writer);
            if (lifetime.ApplicationStopping.IsCancellationRequested)
                channel.Writer.TryComplete();
        }

        _arrivals.Release();
        return (channel.Reader, () => Leave(channel.Writer));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Before the server waits for its requests to end.
        await using var stopping = lifetime.ApplicationStopping.Register(EndAll);
        while (true)
        {
            await _arrivals.WaitAsync(stoppingToken);
            if (Viewers == 0)
                continue; // it came and went while others watched
            await LookWhileSomebodyWatchesAsync(stoppingToken);
            watch.Forget();
        }
    }

    private async Task LookWhileSomebodyWatchesAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var lastPing = time.GetTimestamp();
        var isReadable = true;
        Changes last = new(null, []);
        do
        {
            try
            {
                last = await watch.LookAsync(cancellationToken);
                isReadable = true;
            }
            catch (Exception exception) when (exception is not OperationCanceledException) // whatever it is, the API goes on, and so does the feed
            {
                if (isReadable)
                    logger.ChangesNotReadable(exception.Message, exception);
                isReadable = false;
                last = last with { Events = [] };
            }

            if (time.GetElapsedTime(lastPing) >= BetweenPings)
            {
                lastPing = time.GetTimestamp();
                last = last with { Events = [.. last.Events, FeedEvent.Ping] };
            }

            Tell(last);
        }
        while (Viewers > 0 && await timer.WaitForNextTickAsync(cancellationToken));
    }

    private void Tell(Changes changes)
    {
        lock (_lock)
        {
            foreach (var (viewer, abandon) in _viewers)
            {
                if ((changes.Events.Count > 0 || _newcomers.Contains(viewer)) && !viewer.TryWrite(changes) && viewer.TryComplete())
                    abandon();
            }

            if (changes.Since is not null)
                _newcomers.Clear();
        }
    }

    private void Leave(ChannelWriter<Changes> viewer)
    {
        lock (_lock)
        {
            _viewers.Remove(viewer);
            _newcomers.Remove(viewer);
        }
    }

    private void EndAll()
    {
        lock (_lock)
        {
            foreach (var viewer in _viewers.Keys)
                viewer.TryComplete();
        }
    }
}
