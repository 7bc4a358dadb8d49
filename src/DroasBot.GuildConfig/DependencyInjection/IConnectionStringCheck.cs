namespace DroasBot.GuildConfig.DependencyInjection;

/// <summary>Checks that the connection string is one of the engine that is used.</summary>
internal interface IConnectionStringCheck : IOptionsCheck;
