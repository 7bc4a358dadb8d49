using System.Diagnostics.CodeAnalysis;
using DroasBot.GuildConfig.DependencyInjection;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DroasBot.GuildConfig;

/// <summary>Adds optional parts to the registration made by <c>AddGuildConfig</c>.</summary>
public static class GuildConfigBuilderExtensions
{
    /// <summary>Registers a settings section of the host, which every guild then has in addition to its channel and its background.</summary>
    /// <remarks>
    /// The settings of one guild, all sections together, may take 65,536 bytes of JSON, one section half of that unless its options say otherwise. If <typeparamref name="TSettings"/> is immutable throughout
    /// (init-only members, immutable or frozen collections), a guild's value is parsed once and shared; otherwise every <c>Get</c> creates a new copy,
    /// and a warning names the members responsible.
    /// </remarks>
    /// <typeparam name="TSettings">The type of the settings, which is also their key in <c>Get</c>, <c>Set</c> and <c>Reset</c>.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name under which the section is stored; never change it. A letter, then at most 63 letters, digits, <c>_</c> or <c>-</c>; case matters.</param>
    /// <param name="configure">Sets defaults, validation, the JSON contract and the schema version; may be <see langword="null"/>.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="name"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">
    /// The name is not allowed, the name or the type is already registered, an option is out of range, or the type is unsuitable: it is not serialized
    /// as a JSON object, or its defaults do not survive a round trip, or differ each time; the member is named.
    /// </exception>
    /// <example>
    /// <code>
    /// services.AddGuildConfig().AddSettings&lt;ModerationSettings&gt;("moderation");
    /// </code>
    /// </example>
    [RequiresUnreferencedCode(Untrimmable.Settings)]
    [RequiresDynamicCode(Untrimmable.Settings)]
    public static IGuildConfigBuilder AddSettings<TSettings>(this IGuildConfigBuilder builder, string name, Action<GuildSettingsOptions<TSettings>>? configure = null)
        where TSettings : class, new()
    {
        ArgumentNullException.ThrowIfNull(builder);
        SettingsSection.ThrowIfInvalidName(name);
        foreach (var descriptor in builder.Services)
        {
            if (descriptor.ServiceType == typeof(SettingsSection))
            {
                ((SettingsSection)descriptor.ImplementationInstance!).ThrowIfSame(name, typeof(TSettings));
            }
        }

        var options = new GuildSettingsOptions<TSettings>();
        configure?.Invoke(options);
        builder.Services.AddSingleton<SettingsSection>(new SettingsSection<TSettings>(name, options));
        return builder;
    }

    /// <summary>Stores configurations in an SQLite file. This is the default of <c>AddGuildConfig</c>; call it to switch back from another engine, in tests for example.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">The connection string, as in <c>Data Source=guild-config.db</c>; <see langword="null"/> to use <see cref="GuildConfigOptions.ConnectionString"/> when the host starts.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="connectionString"/> is empty or white space.</exception>
    /// <example>
    /// <code>
    /// services.AddGuildConfig().UseSqlite("Data Source=/data/bot.db");
    /// </code>
    /// </example>
    public static IGuildConfigBuilder UseSqlite(this IGuildConfigBuilder builder, string? connectionString = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (connectionString is not null)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        }

        DatabaseEngine.Use<SqliteConnections, SqliteDialect, SqliteAdministration, SqliteTransfer, SqliteConnectionStringCheck>(builder.Services, connectionString);
        return builder;
    }

    /// <summary>Registers the host's authorizer as a singleton. The last one registered decides.</summary>
    /// <typeparam name="TAuthorizer">The host's authorizer.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <see langword="null"/>.</exception>
    /// <example>
    /// <code>
    /// services.AddGuildConfig().AddAuthorizer&lt;AdministratorsOnly&gt;();
    /// </code>
    /// </example>
    public static IGuildConfigBuilder AddAuthorizer<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TAuthorizer>(this IGuildConfigBuilder builder)
        where TAuthorizer : class, IGuildConfigAuthorizer
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Replace(ServiceDescriptor.Singleton<IGuildConfigAuthorizer, TAuthorizer>());
        return builder;
    }
}
