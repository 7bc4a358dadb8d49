using System.Security.Cryptography;

namespace DroasBot.GuildConfig.Storage.Schema;

/// <summary>The clock of a database at one instant.</summary>
/// <param name="Revision">The last revision given out.</param>
/// <param name="Epoch">Identifies the database.</param>
/// <param name="Mark">The mark of the last commit.</param>
internal sealed record Clock(long Revision, string Epoch, string Mark)
{
    /// <summary>The columns that <see cref="Read"/> reads, in its order.</summary>
    public const string Columns = "k.revision, k.epoch, k.mark";

    private const int EpochBytes = 16;
    private const int MarkBytes = 8;

    /// <summary>Gets the statement that reads the clock.</summary>
    public static Statement Select { get; } = new($"SELECT {Columns} FROM guild_config_clock AS k");

    /// <summary>Creates an epoch that no other database has.</summary>
    public static string NewEpoch() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(EpochBytes));

    /// <summary>Creates a mark that no other commit has: random, so that two different histories cannot share one.</summary>
    public static string NewMark() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(MarkBytes));

    public static Clock Read(StoredRow row, int first = 0) => new(row.Int64(first), row.Text(first + 1), row.Text(first + 2));

    /// <summary>The database has no clock, which is damage: the migrations create it.</summary>
    public static FormatException Missing() => new("The table guild_config_clock is empty.");
}
