using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.DependencyInjection;

/// <summary>Checks that the directory of background images has a valid name.</summary>
internal sealed class BackgroundRootCheck : IOptionsCheck
{
    public IEnumerable<string> FindFaults(GuildConfigOptions options)
        => options.BackgroundRoot is not { } root || (!string.IsNullOrWhiteSpace(root) && !root.Any(char.IsControl))
            ? []
            : [$"BackgroundRoot is {QuotedText.Of(root)}, which is not the path of a directory. Leave it null for 'backgrounds' next to the database file."];
}
