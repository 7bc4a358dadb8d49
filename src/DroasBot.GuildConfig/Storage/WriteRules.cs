namespace DroasBot.GuildConfig.Storage;

/// <summary>What every write goes by: the rules for backgrounds, and the time.</summary>
internal sealed class WriteRules(BackgroundRules backgrounds, TimeProvider timeProvider)
{
    public BackgroundRules Backgrounds { get; } = backgrounds;

    /// <summary>Gets the present time in UTC, to the millisecond, as it is stored.</summary>
    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(timeProvider.GetUtcNow().ToUnixTimeMilliseconds());
}
