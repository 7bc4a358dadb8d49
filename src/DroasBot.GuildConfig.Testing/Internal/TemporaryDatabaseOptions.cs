using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Testing.Internal;

/// <summary>Moves files to the temporary directory, after all other configuration.</summary>
internal sealed class TemporaryDatabaseOptions(TemporaryDirectory directory) : IPostConfigureOptions<GuildConfigOptions>
{
    public void PostConfigure(string? name, GuildConfigOptions options)
    {
        options.ConnectionString = $"Data Source={Path.Combine(directory.Path, "guild-config.db")}";
        options.BackgroundRoot = Path.Combine(directory.Path, "backgrounds");
        options.CreateIfMissing = true;
        options.MigrateOnStartup = true;
    }
}
