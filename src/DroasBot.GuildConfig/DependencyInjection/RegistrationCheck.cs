namespace DroasBot.GuildConfig.DependencyInjection;

/// <summary>Reports errors found while the options were combined.</summary>
internal sealed class RegistrationCheck : IOptionsCheck
{
    public IEnumerable<string> FindFaults(GuildConfigOptions options) => options.Refusal is { } refusal ? [refusal] : [];
}
