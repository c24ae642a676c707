namespace MetaSync.Tests.Browser;

/// <summary>The tests that look at the page share one application, and take turns with it.</summary>
[CollectionDefinition(nameof(Pages))]
public sealed class Pages : ICollectionFixture<PageApplication>;
