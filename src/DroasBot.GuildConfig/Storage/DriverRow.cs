using System.Data.Common;

namespace DroasBot.GuildConfig.Storage;

/// <summary>The current row of an engine whose columns each hold one type, so the driver's typed access is exact.</summary>
internal sealed class DriverRow(DbDataReader reader) : StoredRow
{
    public override bool IsNull(int column) => reader.IsDBNull(column);

    public override long Int64(int column) => Read(column, "a number", static (reader, column) => reader.GetFieldType(column) == typeof(int) ? reader.GetInt32(column) : reader.GetInt64(column));

    public override string Text(int column) => Read(column, "a text", static (reader, column) => reader.GetString(column));

    public override Guid Guid(int column) => Read(column, "a UUID", static (reader, column) => reader.GetGuid(column));

    public override byte[] Bytes(int column) => Read(column, "bytes", static (reader, column) => reader.GetFieldValue<byte[]>(column));

    private T Read<T>(int column, string expected, Func<DbDataReader, int, T> read)
    {
        try
        {
            return read(reader, column);
        }
        catch (InvalidCastException other)
        {
            throw Damaged(reader.GetName(column), expected, reader.IsDBNull(column) ? "NULL" : reader.GetDataTypeName(column), other);
        }
    }
}
