namespace DroasBot.GuildConfig.Settings;

/// <summary>Settings from the history, with different defaults. A separate class, so that cached guilds need no field for these.</summary>
internal sealed class PastGuildSettings(SettingsRegistry registry, byte[] text, string heldDefaults) : GuildSettings(registry, text)
{
    public override string? HeldDefaults { get; } = heldDefaults;
}
