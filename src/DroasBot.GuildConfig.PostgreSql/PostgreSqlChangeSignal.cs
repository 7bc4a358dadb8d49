using System.Diagnostics;
using DroasBot.GuildConfig.Storage;
using Npgsql;

namespace DroasBot.GuildConfig.PostgreSql;

/// <summary>Waits for the notifications that the writers of other nodes commit along with their changes.</summary>
/// <remarks>
/// A notification is lost to those who are not connected. So the wait that connects ends immediately, with LISTEN in force: the caller then reads all that
/// came before, and is told of all that comes after. A signal whose connection was lost is of no more use.
/// <para>
/// The driver sends its own keep-alives only in a wait that is longer than their interval, which none is. So the connection is asked for a sign
/// of life here: a half-open one would be silent for ever.
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
            // Also takes in every notification that has arrived: one is as good as many, and what is not read would pile up on the server.
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
