using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace MetaSync.ApiService.Calendar;

/// <summary>What every address takes that reads days: as it was written, so that a complaint can quote it.</summary>
/// <remarks>The descriptions are of the properties: OpenAPI generation fails on those of a constructor that is bound as parameters (10.0.15).</remarks>
internal sealed record DayQuery(
    [FromQuery(Name = "startDate")][property: Description("The first day, as yyyy-MM-dd; a year before the last one when left out.")] string? StartDate,
    [FromQuery(Name = "endDate")][property: Description("The last day, included, as yyyy-MM-dd; the accounts' current day when left out.")] string? EndDate,
    [FromQuery(Name = "accounts")][property: Description("The ad accounts, as act_1,act_2; all of GET /api/accounts when left out.")] string? Accounts,
    [FromQuery(Name = "report")][property: Description("The report, such as ad or country/country.")] string? Report);
