using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace MetaSync.ApiService.OpenApi;

/// <summary>Gives each operation its name, an example of its request and one of its answer, from <c>examples.json</c>.</summary>
internal sealed class OperationExamples : IOpenApiOperationTransformer
{
    private static readonly JsonObject Examples = Read();

    public static JsonNode Of(string name) => Examples[name] ?? throw new InvalidOperationException($"OpenApi/examples.json has no entry '{name}'.");

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var example = Of($"{context.Description.HttpMethod} /{context.Description.RelativePath!.TrimEnd('/')}").AsObject();
        operation.OperationId = example["id"]!.GetValue<string>();
        if (operation.RequestBody?.Content is { } bodies)
            Set(bodies, example["request"]);
        foreach (var (status, response) in operation.Responses ?? [])
        {
            if (response is OpenApiResponse { Content: { } answers } ok && status is "200" or "202" && example[status] is JsonObject expected)
            {
                Set(answers, expected["body"]);
                foreach (var (header, text) in expected["headers"]?.AsObject() ?? [])
                    (ok.Headers ??= new Dictionary<string, IOpenApiHeader>())[header] = new OpenApiHeader { Description = text!.GetValue<string>(), Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
            }
        }

        return Task.CompletedTask;
    }

    private static void Set(IDictionary<string, OpenApiMediaType> contents, JsonNode? example)
    {
        foreach (var content in contents.Values)
            content.Example = example?.DeepClone();
    }

    private static JsonObject Read()
    {
        using var file = typeof(OperationExamples).Assembly.GetManifestResourceStream("examples.json")!;
        return JsonNode.Parse(file)!.AsObject();
    }
}
