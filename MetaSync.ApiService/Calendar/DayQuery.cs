using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace MetaSync.ApiService.Calendar;

/// <summary>What every address takes that reads days: as it was written, so that a complaint can quote it.</summary>
/// <remarks>The attributes are the properties': with those of a constructor's parameters the framework can't describe the address (an InvalidCastException).</remarks>
internal sealed record DayQuery(
    [property: FromQuery(Name = "startDate"), Description("The first day, as yyyy-MM-dd; a year before the last one when left out.")] string? StartDate,
    [property: FromQuery(Name = "endDate"), Description("The last day, included, as yyyy-MM-dd; the accounts' current day when left out.")] string? EndDate,
    [property: FromQuery(Name = "accounts"), Description("The ad accounts, as act_1,act_2; all of GET /api/accounts when left out.")] string? Accounts,
    [property: FromQuery(Name = "report"), Description("The report, such as ad or country/country.")] string? Report);
