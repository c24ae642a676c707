using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace MetaSync.Time;

internal static class HostInVirtualTime
{
    public static void Configure(object builder)
    {
        var (origin, start) = (VirtualTimeVariables.ReadInstant(VirtualTimeVariables.Origin), VirtualTimeVariables.ReadInstant(VirtualTimeVariables.Start));
        var speed = VirtualTimeVariables.ReadSpeed();
        ((IHostBuilder)builder).ConfigureServices(services =>
        {
            services.RemoveAll<TimeProvider>();
            services.AddSingleton<TimeProvider>(new AcceleratedTime(TimeProvider.System, origin, start, speed));
            // Looked for by name: a program without Quartz must not load the types of that class.
            if (services.Any(service => service.ServiceType.Assembly.GetName().Name == "Quartz"))
                QuartzInVirtualTime.Configure(services, speed);
        });
    }
}
