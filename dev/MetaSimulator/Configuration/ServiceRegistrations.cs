using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace MetaSimulator.Configuration;

internal static class ServiceRegistrations
{
    public static void AddSimulatorOptions(this IServiceCollection services) => services
        .AddOptions<SimulatorOptions>()
        .BindConfiguration(SimulatorOptions.Section)
        .Validate(static options => OptionsOverlay.Problem(options) is null, "The section Simulator has a value that is not allowed.")
        .ValidateOnStart();

    public static void AddGzip(this IServiceCollection services) => services
        .AddResponseCompression(options => options.Providers.Add<GzipCompressionProvider>())
        .Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
}
