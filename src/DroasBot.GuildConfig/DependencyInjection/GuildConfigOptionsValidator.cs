using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.DependencyInjection;

/// <summary>Checks the ranges that the options' attributes give.</summary>
[OptionsValidator]
internal sealed partial class GuildConfigOptionsValidator : IValidateOptions<GuildConfigOptions>;
