using DroasBot.GuildConfig.Internal;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.DependencyInjection;

/// <summary>Checks that the directory of background images has a name that can be one.</summary>
internal sealed class BackgroundRootValidator : IValidateOptions<GuildConfigOptions>
{
    public ValidateOptionsResult Validate(string? name, GuildConfigOptions options)
        => options.BackgroundRoot is not { } root || (!string.IsNullOrWhiteSpace(root) && !root.Any(char.IsControl))
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"BackgroundRoot is {QuotedText.Of(root)}, which is not the path of a directory. Leave it null for 'backgrounds' next to the database file.");
}
