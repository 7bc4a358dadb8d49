namespace DroasBot.GuildConfig;

/// <summary>One thing that is wrong with a value of settings.</summary>
/// <param name="Path">Where, as in <c>moderation.warnLimit</c>; the section alone if the rule names no member.</param>
/// <param name="Message">What is wrong, as a sentence for the person who typed the value.</param>
public sealed record GuildSettingsViolation(string Path, string Message);
