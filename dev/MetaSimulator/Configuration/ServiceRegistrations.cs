using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace MetaSimulator.Configuration;

internal static class ServiceRegistrations
{
    public static void AddSimulatorOptions(this IServiceCollection services) => services
        .AddOptions<SimulatorOptions>()
        // Unless it is strict, an account with a value that cannot be read is left out without a word.
        .BindConfiguration(SimulatorOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
        .Validate(static options => OptionsOverlay.Problem(options) is null, "The section Simulator has a value that is not allowed.")
        .ValidateOnStart();

    public static void AddGzip(this IServiceCollection services) => services
        .AddResponseCompression(options => options.Providers.Add<GzipCompressionProvider>())
        .Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
}
