namespace MetaSync.Sync;

/// <summary>What a request has brought about.</summary>
/// <param name="BatchId">The batch, to be asked for at <c>/api/sync/{batchId}</c>.</param>
/// <param name="JobCount">How many days were enqueued: days × accounts − skipped.</param>
/// <param name="Skipped">How many days were waiting already, and were not enqueued a second time.</param>
/// <param name="DateRange">The range that was asked for.</param>
public sealed record SyncReceipt(Guid BatchId, int JobCount, int Skipped, DateRange DateRange);
