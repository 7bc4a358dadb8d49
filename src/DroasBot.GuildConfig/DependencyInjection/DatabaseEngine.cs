using System.Diagnostics.CodeAnalysis;
using DroasBot.GuildConfig.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.DependencyInjection;

/// <summary>Selects the engine; the last one wins, so that a test can replace the host's.</summary>
internal static class DatabaseEngine
{
    public static void Use<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TConnections,
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TDialect,
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TAdministration,
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TTransfer,
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TCheck>(IServiceCollection services, string? connectionString)
        where TConnections : class, IDatabaseConnections
        where TDialect : class, IDatabaseDialect
        where TAdministration : class, IDatabaseAdministration
        where TTransfer : class, IDatabaseTransfer
        where TCheck : class, IConnectionStringCheck
    {
        foreach (var ofAnother in services.Where(IsOfAnEngine).ToList())
        {
            services.Remove(ofAnother);
        }

        services.AddSingleton<IOptionsCheck, TCheck>();
        services.Replace(ServiceDescriptor.Singleton<IDatabaseConnections, TConnections>());
        services.Replace(ServiceDescriptor.Singleton<IDatabaseDialect, TDialect>());
        services.Replace(ServiceDescriptor.Singleton<IDatabaseAdministration, TAdministration>());
        services.Replace(ServiceDescriptor.Singleton<IDatabaseTransfer, TTransfer>());
        if (connectionString is not null)
        {
            services.AddSingleton<IConfigureOptions<GuildConfigOptions>>(new EngineConnectionString(connectionString));
        }
    }

    private static bool IsOfAnEngine(ServiceDescriptor service)
        => !service.IsKeyedService
            && (typeof(IConnectionStringCheck).IsAssignableFrom(service.ImplementationType) || service.ImplementationInstance is EngineConnectionString);
}
