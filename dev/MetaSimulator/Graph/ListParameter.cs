using System.Text.Json;

namespace MetaSimulator.Graph;

// A list of words: a,b or ["a","b"].
internal static class ListParameter
{
    public static string[] Parse(string? text, string name)
    {
        if (text is null || !text.StartsWith('['))
            return text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

        try
        {
            return JsonSerializer.Deserialize<string[]>(text)!;
        }
        catch (JsonException)
        {
            throw new GraphErrorException(GraphErrors.InvalidParameter(name + " must be a list of strings"));
        }
    }
}
