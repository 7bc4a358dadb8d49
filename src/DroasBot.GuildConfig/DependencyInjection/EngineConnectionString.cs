using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.DependencyInjection;

/// <summary>The connection string passed with an engine, and removed with it.</summary>
internal sealed class EngineConnectionString(string connectionString) : IConfigureOptions<GuildConfigOptions>
{
    public void Configure(GuildConfigOptions options) => options.ConnectionString = connectionString;
}
