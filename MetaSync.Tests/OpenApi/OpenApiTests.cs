using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MetaSync.ApiService.Problems;
using MetaSync.Tests.Access;
using MetaSync.Tests.Support;

namespace MetaSync.Tests.OpenApi;

/// <summary>The API's description, and what is committed of it.</summary>
public sealed partial class OpenApiTests(KeyedApi keyed) : IClassFixture<KeyedApi>
{
    private const string Rewrite = "METASYNC_REWRITE_DOCS";

    private static readonly string[] Succeeded = ["200", "202"];
    private static readonly string Committed = Path.Combine(Repository.Root, "docs", "openapi.json");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_committed_document_is_the_one_that_the_API_gives()
    {
        var given = (await keyed.Reader.GetStringAsync("/openapi/v1.json", Cancel)).ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable(Rewrite) is "1")
            await File.WriteAllTextAsync(Committed, given, Cancel);

        Assert.True(
            File.Exists(Committed) && await File.ReadAllTextAsync(Committed, Cancel) == given,
            $"docs/openapi.json is not what /openapi/v1.json gives. If the change is wanted, `{Rewrite}=1 dotnet test --filter OpenApiTests` writes it anew; commit it.");
    }

    [Fact]
    public async Task Every_operation_has_a_name_of_its_own_and_examples_that_fit_its_schemas()
    {
        var document = await DocumentAsync();
        var names = new List<string>();
        foreach (var (call, operation) in Operations(document))
        {
            names.Add(operation["operationId"]!.GetValue<string>());
            foreach (var content in Contents(operation["requestBody"]))
                Fits(document, content["example"], content["schema"]!, $"the request of {call}");
            foreach (var (status, response) in operation["responses"]!.AsObject().Where(response => Succeeded.Contains(response.Key)))
            {
                foreach (var content in Contents(response).Where(content => content["schema"]?["$ref"] is not null))
                    Fits(document, content["example"], content["schema"]!, $"answer {status} of {call}");
            }
        }

        Assert.Distinct(names);
    }

    [Fact]
    public async Task Every_problem_type_is_described_and_named_by_the_operations_that_can_answer_it()
    {
        var document = await DocumentAsync();
        var responses = document["components"]!["responses"]!.AsObject();
        Assert.All(ProblemType.All, type => Assert.Contains(type.Uri, responses[type.Name]!.ToJsonString()));
        Assert.All(Operations(document), operation => Assert.All(["401", "429", "500"], status => Assert.NotNull(operation.Operation["responses"]![status])));
        Assert.All(
            Operations(document).Where(operation => operation.Call.Contains("{batchId}", StringComparison.Ordinal)),
            operation => Assert.Equal("#/components/responses/unknown-batch", operation.Operation["responses"]!["404"]!["$ref"]!.GetValue<string>()));
    }

    [Fact]
    public async Task The_headers_that_make_requests_repeatable_and_streams_resumable_are_described()
    {
        var document = await DocumentAsync();
        Assert.Contains("Idempotency-Key", document["paths"]!["/api/sync"]!["post"]!["parameters"]!.ToJsonString());
        Assert.NotNull(document["paths"]!["/api/sync"]!["post"]!["responses"]!["202"]!["headers"]!["Idempotency-Replayed"]);
        Assert.Contains("Last-Event-ID", document["paths"]!["/api/events"]!["get"]!["parameters"]!.ToJsonString());
        Assert.Equal("bearer", document["components"]!["securitySchemes"]!["bearer"]!["scheme"]!.GetValue<string>());
    }

    /// <summary>The file to be sent from an editor.</summary>
    [Fact]
    public async Task Every_operation_stands_in_ApiService_http_and_nothing_else_does()
    {
        var file = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "MetaSync.ApiService", "ApiService.http"), Cancel);
        var requests = Request().Matches(file).Select(request => $"{request.Groups[1].Value} {request.Groups[2].Value.Replace("{{", "{").Replace("}}", "}")}").ToHashSet();
        string[] undescribed = ["GET /health", "GET /alive"];
        Assert.Equal(Operations(await DocumentAsync()).Select(operation => operation.Call).Concat(undescribed).Order(StringComparer.Ordinal), requests.Order(StringComparer.Ordinal));
    }

    private async Task<JsonObject> DocumentAsync() => JsonNode.Parse(await keyed.Reader.GetStringAsync("/openapi/v1.json", Cancel))!.AsObject();

    private static IEnumerable<(string Call, JsonNode Operation)> Operations(JsonObject document) =>
        from path in document["paths"]!.AsObject() from operation in path.Value!.AsObject() select ($"{operation.Key.ToUpperInvariant()} {path.Key}", operation.Value!);

    private static IEnumerable<JsonNode> Contents(JsonNode? body) => body?["content"]?.AsObject()
        .Where(content => content.Key is not "text/event-stream") // of which an example is text, and the schema is not
        .Select(content => content.Value!) ?? [];

    /// <summary>An example has every property of its schema, and no other: it can't fall behind the answer.</summary>
    private static void Fits(JsonObject document, JsonNode? example, JsonNode schema, string where)
    {
        if (schema["oneOf"]?.AsArray().FirstOrDefault(one => one!["$ref"] is not null) is { } other)
            schema = example is null ? new JsonObject() : other;
        if (schema["$ref"]?.GetValue<string>() is { } reference)
            schema = document["components"]!["schemas"]![reference.Split('/')[^1]]!;

        if (schema["items"] is { } items && example is not null)
        {
            Assert.All(example.AsArray(), item => Fits(document, item, items, where));
        }
        else if (schema["properties"]?.AsObject() is { } properties)
        {
            Assert.True(example is JsonObject, $"{where} has no example; give it one in OpenApi/examples.json");
            var optional = schema["required"] is { } required ? properties.Select(property => property.Key).Except(required.AsArray().Select(name => name!.GetValue<string>())) : [];
            var given = example!.AsObject().Select(property => property.Key).ToArray();
            Assert.True(properties.Select(property => property.Key).Except(optional).All(given.Contains), $"{where} lacks one of {string.Join(", ", properties.Select(property => property.Key))} in OpenApi/examples.json: {example.ToJsonString()}");
            foreach (var (name, value) in example.AsObject())
            {
                Assert.True(properties.ContainsKey(name), $"{where} has '{name}' in OpenApi/examples.json, which its schema has not");
                Fits(document, value, properties[name]!, $"{where}, {name}");
            }
        }
    }

    [GeneratedRegex(@"^(GET|POST) \{\{host\}\}([^?\s]+)", RegexOptions.Multiline)]
    private static partial Regex Request();
}
