using MetaSync.Worker.Limits;
using MetaSync.Worker.Meta;

namespace MetaSync.Tests.Limits;

/// <summary>The pace against small models of Meta's meters, in a time of their own.</summary>
public sealed class PaceInModelsTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(60, MetaTier.Limited, 300, 0, 0.0)]
    [InlineData(60, MetaTier.Limited, 300, 0, 0.3)]
    [InlineData(60, MetaTier.Limited, 300, 4, 0.3)]
    [InlineData(60, MetaTier.Limited, 300, 1, 0.3)]
    [InlineData(9000, MetaTier.Full, 30_000, 0, 0.0)]
    [InlineData(9000, MetaTier.Full, 30_000, 0, 0.01)]
    [InlineData(9000, MetaTier.Full, 30_000, 10, 0.01)]
    [InlineData(9000, MetaTier.Full, 30_000, 1, 0.0)]
    internal void The_score_never_blocks_and_is_used_to_the_full(int points, MetaTier tier, int calls, int writeEvery, double latency)
    {
        var score = new Score(points);
        var now = Start;
        MeterState? meter = null;
        var total = 0;
        for (var call = 1; call <= calls; call++)
        {
            var cost = writeEvery > 0 && call % writeEvery == 0 ? 3 : 1;
            now += meter is null ? TimeSpan.Zero : Pace.Wait(meter, cost, now);
            Assert.True(score.Takes(cost, now), $"Call {call} was blocked");
            total += cost;
            now += TimeSpan.FromSeconds(latency);
            meter = new MeterState(MetaUsage.Account, Math.Round(score.Percent, 2), tier, now, now + TimeSpan.FromSeconds(Math.Ceiling(score.EmptyIn.TotalSeconds)), null);
        }

        var best = Math.Max(calls * latency, 300.0 * (total - points) / points);
        Assert.InRange((now - Start).TotalSeconds, 0, 1.15 * best);
    }

    [Theory]
    [InlineData(600, 1, 0.05)]
    [InlineData(600, 1, 0.3)]
    [InlineData(16_600, 1, 0.05)]
    [InlineData(16_600, 1, 0.3)]
    [InlineData(16_600, 5, 0.05)] // accounts that share the app's calls
    [InlineData(16_600, 5, 0.3)]
    public void The_calls_of_an_hour_never_exceed_the_limit_and_make_the_most_of_it(int limit, int callers, double latency)
    {
        const int hours = 6;
        var hour = new SlidingHour(limit);
        var meter = new MeterState(MetaUsage.BusinessUseCase, 0, MetaTier.Limited, Start, null, null);
        var next = new PriorityQueue<int?, DateTimeOffset>(); // a caller that wants to call, or an answer with its percentage
        for (var caller = 0; caller < callers; caller++)
            next.Enqueue(null, Start);

        while (next.TryDequeue(out var answer, out var now) && now < Start.AddHours(hours))
        {
            if (answer is { } percent)
            {
                meter = meter with { Percent = percent, ReadAt = now };
                next.Enqueue(null, now);
            }
            else if (Pace.Wait(meter, 1, now) is var wait && wait > TimeSpan.Zero)
            {
                next.Enqueue(null, now + wait);
            }
            else
            {
                next.Enqueue(hour.Call(now), now + TimeSpan.FromSeconds(latency));
            }
        }

        Assert.InRange(hour.Highest, 0, limit);
        Assert.InRange(hour.Calls, hours * 0.6 * limit, hours * limit);
    }

    /// <summary>Points that leak away at a steady pace in 300 s; a call for which there is no room is refused.</summary>
    private sealed class Score(int capacity)
    {
        private double _points;
        private DateTimeOffset _at = Start;

        public double Percent => 100 * _points / capacity;

        public TimeSpan EmptyIn => TimeSpan.FromSeconds(300 * _points / capacity);

        public bool Takes(int cost, DateTimeOffset now)
        {
            _points = Math.Max(0, _points - capacity * (now - _at).TotalSeconds / 300) + cost;
            _at = now;
            return _points <= capacity;
        }
    }

    /// <summary>Counts the calls of the hour before each call, and tells whole percents.</summary>
    private sealed class SlidingHour(int limit)
    {
        private readonly Queue<DateTimeOffset> _calls = [];

        public int Highest { get; private set; }

        public int Calls { get; private set; }

        public int Call(DateTimeOffset now)
        {
            while (_calls.TryPeek(out var oldest) && oldest <= now.AddHours(-1))
                _calls.Dequeue();
            _calls.Enqueue(now);
            Calls++;
            Highest = Math.Max(Highest, _calls.Count);
            return (int)Math.Round(100.0 * _calls.Count / limit);
        }
    }
}
