using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.DependencyInjection;

/// <summary>Validates all options together, and reports all faults as sentences of one message.</summary>
internal sealed class GuildConfigOptionsValidator(IEnumerable<IOptionsCheck> checks) : IValidateOptions<GuildConfigOptions>
{
    public ValidateOptionsResult Validate(string? name, GuildConfigOptions options)
        => string.Join(' ', checks.SelectMany(check => check.FindFaults(options))) is { Length: > 0 } faults
            ? ValidateOptionsResult.Fail(faults)
            : ValidateOptionsResult.Success;
}
