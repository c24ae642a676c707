namespace MetaSync.Faults.Cases;

/// <summary>50 clients ask at once: for the same range with the same key, then for ranges that overlap.</summary>
internal static class ManyClients
{
    public static FaultCase Case { get; } = new("50 clients at once", 2, async (rig, random, token) =>
    {
        rig.ConnectionsAllowed = 150; // the API's pool keeps what it has needed for some minutes
        var first = new DateOnly(2024, 6, 1).AddDays(random.Next(60));
        var key = $"same-{random.Next()}";
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => rig.Client.EnqueueAsync(new(first, first.AddDays(9)) { Key = key }, token)));
        await Task.WhenAll(Enumerable.Range(0, 50).Select(n => rig.Client.EnqueueAsync(new(first.AddDays(n % 5), first.AddDays(5 + n % 7)), token)));
    });
}
