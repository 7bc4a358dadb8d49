using System.Text.Json.Nodes;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <inheritdoc/>
internal sealed class GuildSettingsSchema(SettingsRegistry registry) : IGuildSettingsSchema
{
    /// <inheritdoc/>
    public IReadOnlyList<GuildSettingsSection> Sections { get; } = [.. registry.Sections.Select(section => section.Description)];

    /// <inheritdoc/>
    public JsonObject ToJsonSchema(string section)
    {
        ArgumentNullException.ThrowIfNull(section);
        var found = registry.TryFind(section)
            ?? throw new ArgumentException($"There is no section {QuotedText.Of(section)}.", nameof(section));
        return found.ToJsonSchema();
    }
}
