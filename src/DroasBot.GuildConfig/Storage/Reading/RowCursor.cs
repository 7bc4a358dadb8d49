using System.Data.Common;

namespace DroasBot.GuildConfig.Storage.Reading;

/// <summary>A result, row by row.</summary>
internal readonly struct RowCursor(DbDataReader reader, StoredRow row, CancellationToken cancellationToken)
{
    /// <summary>Gets the current row, once <see cref="MoveNextAsync"/> has found one.</summary>
    public StoredRow Row => row;

    /// <summary>Moves to the next row.</summary>
    /// <returns>Whether there is one.</returns>
    public Task<bool> MoveNextAsync()
    {
        cancellationToken.ThrowIfCancellationRequested();
        return reader.ReadAsync(cancellationToken);
    }
}
