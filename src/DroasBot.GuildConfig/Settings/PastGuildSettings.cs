namespace DroasBot.GuildConfig.Settings;

/// <summary>Settings of the history, whose defaults were others than today's. A class of its own, so that no cached guild has a place for them.</summary>
internal sealed class PastGuildSettings(SettingsRegistry registry, string json, string heldDefaults) : GuildSettings(registry, json)
{
    public override string? HeldDefaults { get; } = heldDefaults;
}
