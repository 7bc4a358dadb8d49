namespace DroasBot.GuildConfig.DependencyInjection;

/// <summary>Checks that the connection string is valid for the selected engine.</summary>
internal interface IConnectionStringCheck : IOptionsCheck;
