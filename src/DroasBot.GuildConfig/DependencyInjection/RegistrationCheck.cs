namespace DroasBot.GuildConfig.DependencyInjection;

/// <summary>Reports what was found wrong while the options were put together.</summary>
internal sealed class RegistrationCheck : IOptionsCheck
{
    public IEnumerable<string> FindFaults(GuildConfigOptions options) => options.Refusal is { } refusal ? [refusal] : [];
}
