using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Settings;

/// <summary>The log messages about settings. Never a value.</summary>
internal static partial class SettingsLog
{
    [LoggerMessage(60, LogLevel.Warning,
        "The settings '{Section}' are parsed anew on every Get, because {SettingsType} is mutable: {MutableMembers}. Init-only members and immutable collections make it shared.")]
    public static partial void SettingsAreCopied(ILogger logger, string section, Type settingsType, string mutableMembers);
}
