using Xunit;

namespace DroasBot.GuildConfig.PostgreSql.Tests.Support;

/// <summary>A server for a test class that stops it.</summary>
public sealed class OwnServer : IAsyncLifetime
{
    public PostgreSqlServer Server { get; } = new();

    public ValueTask InitializeAsync() => Server.InitializeAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
