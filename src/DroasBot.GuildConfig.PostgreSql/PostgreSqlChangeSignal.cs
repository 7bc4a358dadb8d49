using System.Diagnostics;
using DroasBot.GuildConfig.Storage;
using Npgsql;

namespace DroasBot.GuildConfig.PostgreSql;

/// <summary>Waits for the notifications that other nodes commit with their changes.</summary>
/// <remarks>
/// A notification is lost to nodes that are not connected. So the wait that connects returns immediately, with LISTEN in force: the caller then reads all
/// earlier changes, and is notified of all later ones. A signal whose connection was lost cannot be used again.
/// <para>
/// The driver sends its own keep-alives only in a wait that is longer than their interval, and no wait is. So the connection is probed
/// here: a half-open one would be silent forever.
/// </para>
/// </remarks>
internal sealed class PostgreSqlChangeSignal(NpgsqlConnection listener) : IChangeSignal
{
    /// <summary>The channel of notifications; channels are per database.</summary>
    public const string Channel = "droasbot_guild_config";

    /// <summary>How long the server may take to answer.</summary>
    public static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan _longestSilence = TimeSpan.FromSeconds(15);

    private long? _lastSign;

    public async Task WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (_lastSign is not { } lastSign)
        {
            await listener.OpenAsync(cancellationToken).ConfigureAwait(false);
            await ExecuteAsync("LISTEN " + Channel, cancellationToken).ConfigureAwait(false);
        }
        else if (await listener.WaitAsync(timeout, cancellationToken).ConfigureAwait(false) || Stopwatch.GetElapsedTime(lastSign) > _longestSilence)
        {
            // Also reads every notification that has arrived: one is as good as many, and unread ones would pile up on the server.
            await ExecuteAsync("SELECT 1", cancellationToken).ConfigureAwait(false);
        }
    }

    public ValueTask DisposeAsync() => listener.DisposeAsync();

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(sql, listener);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        _lastSign = Stopwatch.GetTimestamp();
    }
}
