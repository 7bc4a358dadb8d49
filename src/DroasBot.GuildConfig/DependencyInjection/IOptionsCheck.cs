namespace DroasBot.GuildConfig.DependencyInjection;

/// <summary>Validates options.</summary>
internal interface IOptionsCheck
{
    /// <summary>Returns a sentence for each fault, with the option, its value and what to do.</summary>
    IEnumerable<string> FindFaults(GuildConfigOptions options);
}
