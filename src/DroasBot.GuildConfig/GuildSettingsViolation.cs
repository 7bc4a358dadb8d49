namespace DroasBot.GuildConfig;

/// <summary>One violation of a rule by a settings value.</summary>
/// <param name="Path">The path, as in <c>moderation.warnLimit</c>; the section alone if the rule names no member.</param>
/// <param name="Message">What is wrong, as a sentence for the person who typed the value.</param>
public sealed record GuildSettingsViolation(string Path, string Message);
