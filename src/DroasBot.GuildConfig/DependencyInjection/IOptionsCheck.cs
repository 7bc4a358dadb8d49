namespace DroasBot.GuildConfig.DependencyInjection;

/// <summary>Finds what is wrong with options.</summary>
internal interface IOptionsCheck
{
    /// <summary>Gives a sentence for each fault, which names the option, its value and what to do.</summary>
    IEnumerable<string> FindFaults(GuildConfigOptions options);
}
