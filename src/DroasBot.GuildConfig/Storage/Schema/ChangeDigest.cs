using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace DroasBot.GuildConfig.Storage.Schema;

/// <summary>A digest of a change log row, by which verification detects alterations: the configuration before a change is stored only once.</summary>
/// <remarks>The first 64 bits of a SHA-256. Pruning rewrites <c>before</c> and <c>previous</c>, so they are not in it; they are checked against other rows.</remarks>
internal static class ChangeDigest
{
    private const int Numbers = 5 * sizeof(long);
    private const int LengthOfText = sizeof(int);
    private const long None = 0;

    public static long Of(ChangeRow row)
        => Of(row.Revision, row.GuildId, row.Kind, row.ChangedAt, row.ActorId, row.Reason, row.After);

    public static long Of(long revision, ulong? guildId, GuildConfigChangeKind kind, long changedAt, ulong? actorId, string? reason, string? after)
    {
        var length = Numbers + LengthOfText + Encoding.UTF8.GetMaxByteCount(reason?.Length ?? 0) + Encoding.UTF8.GetMaxByteCount(after?.Length ?? 0);
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            var rest = buffer.AsSpan();
            Put(ref rest, revision);
            Put(ref rest, (long)(guildId ?? None));
            Put(ref rest, (long)kind);
            Put(ref rest, changedAt);
            Put(ref rest, (long)(actorId ?? None));
            BinaryPrimitives.WriteInt32LittleEndian(rest, reason?.Length ?? -1);
            rest = rest[LengthOfText..];
            rest = rest[Encoding.UTF8.GetBytes(reason, rest)..];
            rest = rest[Encoding.UTF8.GetBytes(after, rest)..];
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(buffer.AsSpan(0, buffer.Length - rest.Length), hash);
            return BinaryPrimitives.ReadInt64LittleEndian(hash);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void Put(ref Span<byte> rest, long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(rest, number);
        rest = rest[sizeof(long)..];
    }
}
