namespace DroasBot.GuildConfig.Storage;

/// <summary>The current row of a result. A value of a type other than the schema's is damage, never a default.</summary>
/// <remarks>For a value of another type, every member throws a <see cref="FormatException"/> that names the column.</remarks>
internal abstract class StoredRow
{
    public abstract bool IsNull(int column);

    public abstract long Int64(int column);

    public abstract string Text(int column);

    public abstract Guid Guid(int column);

    public abstract byte[] Bytes(int column);

    /// <summary>Gets a text whatever its bytes are: invalid Unicode is replaced. For text that stays unchanged in the database.</summary>
    public virtual string AnyText(int column) => Text(column);

    public long? NullableInt64(int column) => IsNull(column) ? null : Int64(column);

    public string? NullableText(int column) => IsNull(column) ? null : Text(column);

    protected static FormatException Damaged(string column, string expected, string found, Exception? cause = null)
        => new($"The column {column} holds {found} where {expected} belongs.", cause);
}
