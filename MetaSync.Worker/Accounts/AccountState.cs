using MetaSync.Sync;
using MetaSync.Worker.Meta;

namespace MetaSync.Worker.Accounts;

/// <summary>What is known of an account.</summary>
/// <param name="Zone">Its days are days of this zone; null when it was never read.</param>
/// <param name="Denied">Why Meta refused it a moment ago; null when it may be asked.</param>
internal sealed record AccountState(AccountZone? Zone, MetaError? Denied);
