using System.Diagnostics.CodeAnalysis;
using DroasBot.GuildConfig.Backgrounds;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Testing;

/// <summary>Creates snapshots for unit tests, for a mock of <see cref="IGuildConfigService"/> to return.</summary>
public static class GuildConfigSnapshots
{
    /// <summary>Creates a snapshot with the engine's own editor, so that its rules apply: what cannot be stored cannot be created.</summary>
    /// <param name="guildId">The guild's snowflake, from 1 to <see cref="ulong.MaxValue"/>.</param>
    /// <param name="edit">Sets values; <see langword="null"/> for a guild without a row, which has defaults.</param>
    /// <param name="settings">Registers the same sections as the host, as in <c>builder => builder.AddSettings&lt;ModerationSettings&gt;("moderation")</c>; may be <see langword="null"/>.</param>
    /// <param name="revision">The snapshot's revision, at least 1. Not used for a guild without a row.</param>
    /// <param name="updatedAt">When the guild was created and changed, to the millisecond; <see langword="null"/> for now.</param>
    /// <returns>The snapshot.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The guild is 0, or the revision is below 1.</exception>
    /// <exception cref="ArgumentException">The edit set a value that is not allowed.</exception>
    /// <example>
    /// <code>
    /// var guild = GuildConfigSnapshots.Create(42, edit =&gt; edit.WelcomeChannelId = 1001);
    /// mock.Setup(service =&gt; service.GetAsync(42, It.IsAny&lt;CancellationToken&gt;())).ReturnsAsync(guild);
    /// </code>
    /// </example>
    [RequiresUnreferencedCode(Untrimmable.EntityFramework)]
    [RequiresDynamicCode(Untrimmable.EntityFramework)]
    public static GuildConfigSnapshot Create(
        ulong guildId,
        Action<GuildConfigEditor>? edit = null,
        Action<IGuildConfigBuilder>? settings = null,
        long revision = 1,
        DateTimeOffset? updatedAt = null)
    {
        Snowflake.ThrowIfInvalid(guildId);
        ArgumentOutOfRangeException.ThrowIfLessThan(revision, 1);
        var absent = GuildConfigSnapshot.Absent(guildId, RegistryOf(settings).Defaults);
        if (edit is null)
        {
            return absent;
        }

        var editor = new GuildConfigEditor(absent, new BackgroundRules(Path.Combine(Path.GetTempPath(), "backgrounds")), updatedAt ?? TimeProvider.System.GetUtcNow());
        edit(editor);
        editor.ThrowIfNotGivenBack();
        editor.Close();
        return editor.ToSnapshot(revision);
    }

    [RequiresUnreferencedCode(Untrimmable.EntityFramework)]
    [RequiresDynamicCode(Untrimmable.EntityFramework)]
    private static SettingsRegistry RegistryOf(Action<IGuildConfigBuilder>? settings)
    {
        var services = new ServiceCollection();
        var builder = services.AddGuildConfig();
        settings?.Invoke(builder);
        return new SettingsRegistry(services.Where(static service => service.ServiceType == typeof(SettingsSection)).Select(static service => (SettingsSection)service.ImplementationInstance!));
    }
}
