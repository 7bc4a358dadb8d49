using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.DependencyInjection;

/// <summary>The connection string that came with the choice of an engine, and goes with it.</summary>
internal sealed class EngineConnectionString(string connectionString) : IConfigureOptions<GuildConfigOptions>
{
    public void Configure(GuildConfigOptions options) => options.ConnectionString = connectionString;
}
