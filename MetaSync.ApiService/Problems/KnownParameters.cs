using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace MetaSync.ApiService.Problems;

/// <summary>Refuses a query parameter that the address does not have: to pass over a misspelled <c>startdat</c> would be to answer another question.</summary>
internal static class KnownParameters
{
    public static RouteHandlerBuilder WithKnownParametersOnly(this RouteHandlerBuilder route) => route
        .AddEndpointFilter(async (context, next) => Unknown(context.HttpContext) is { Count: > 0 } errors ? ProblemType.OfFields(errors) : await next(context))
        .ProducesValidationProblem();

    private static Dictionary<string, string[]> Unknown(HttpContext context)
    {
        string[] known = [.. context.GetEndpoint()!.Metadata.GetOrderedMetadata<IParameterBindingMetadata>()
            .Select(parameter => parameter.ParameterInfo).SelectMany(QueryName)];
        return context.Request.Query.Keys
            .Where(key => !known.Contains(key, StringComparer.OrdinalIgnoreCase))
            .ToDictionary(key => key, key => new[] { $"{key} is not a parameter of this address. Its parameters are {string.Join(", ", known)}." });
    }

    private static IEnumerable<string> QueryName(ParameterInfo parameter) => parameter.GetCustomAttributes(inherit: true)
        .OfType<IFromQueryMetadata>().Select(query => query.Name ?? parameter.Name!);
}
