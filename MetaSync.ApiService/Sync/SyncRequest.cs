using System.ComponentModel;
using MetaSync.Sync;

namespace MetaSync.ApiService.Sync;

/// <summary>The body of <c>POST /api/sync</c>.</summary>
/// <param name="StartDate">The first day.</param>
/// <param name="EndDate">The last day, included.</param>
/// <param name="Accounts">The ad accounts; all configured ones when left out.</param>
internal sealed record SyncRequest(
    [property: Description("The first day, as yyyy-MM-dd.")] DateOnly StartDate,
    [property: Description("The last day, included, as yyyy-MM-dd.")] DateOnly EndDate,
    [property: Description("The ad accounts, each as act_<digits>; all configured ones when left out.")] IReadOnlyList<string>? Accounts = null);

/// <summary>A request that was found to be sound.</summary>
internal sealed record SyncPlan(DateRange DateRange, IReadOnlyList<string> Accounts);

/// <summary>The envelope of every answer.</summary>
internal sealed record Answer<T>(T Data);
