namespace DroasBot.GuildConfig.Settings;

/// <summary>Mutable settings of one section that an edit received.</summary>
internal interface IGivenSettings
{
    /// <exception cref="InvalidOperationException">They were changed, and not given back.</exception>
    void ThrowIfChanged();
}
