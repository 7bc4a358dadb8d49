using Microsoft.EntityFrameworkCore.Storage;

namespace DroasBot.GuildConfig.PostgreSql;

/// <summary>After the server was restarted, the pool still holds connections that are dead: a query that gets one is made again on another.</summary>
/// <remarks>Only queries and migrations pass here. Writes are tried again by the write queue, as whole transactions.</remarks>
internal sealed class ReadAgainOnDroppedConnection(ExecutionStrategyDependencies dependencies) : ExecutionStrategy(dependencies, MaxRetries, _longestPause)
{
    private const int MaxRetries = 3;
    private static readonly TimeSpan _longestPause = TimeSpan.FromMilliseconds(250);

    protected override bool ShouldRetryOn(Exception exception) => PostgreSqlErrors.IsDroppedConnection(exception);
}
