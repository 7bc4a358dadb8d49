using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using static SQLitePCL.raw;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>The current row of an engine whose columns hold values of any type (https://sqlite.org/datatype3.html): the stored type is checked, and nothing is converted.</summary>
internal sealed class SqliteRow(SqliteDataReader reader) : StoredRow
{
    private static readonly UTF8Encoding _exact = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly sqlite3_stmt _statement = reader.Handle!;

    public override bool IsNull(int column) => sqlite3_column_type(_statement, column) == SQLITE_NULL;

    public override long Int64(int column)
        => sqlite3_column_type(_statement, column) == SQLITE_INTEGER ? sqlite3_column_int64(_statement, column) : throw Wrong(column, "a whole number");

    public override string Text(int column)
    {
        if (sqlite3_column_type(_statement, column) != SQLITE_TEXT)
        {
            throw Wrong(column, "a text");
        }

        try
        {
            return _exact.GetString(sqlite3_column_blob(_statement, column));
        }
        catch (DecoderFallbackException invalid)
        {
            throw Damaged(NameOf(column), "a text", "bytes that are not UTF-8", invalid);
        }
    }

    public override string AnyText(int column)
        => sqlite3_column_type(_statement, column) == SQLITE_TEXT ? Encoding.UTF8.GetString(sqlite3_column_blob(_statement, column)) : throw Wrong(column, "a text");

    public override Guid Guid(int column)
        => System.Guid.TryParse(Text(column), out var id) ? id : throw Damaged(NameOf(column), "a UUID", "a different text");

    public override byte[] Bytes(int column)
        => sqlite3_column_type(_statement, column) == SQLITE_BLOB ? sqlite3_column_blob(_statement, column).ToArray() : throw Wrong(column, "bytes");

    private FormatException Wrong(int column, string expected)
        => Damaged(NameOf(column), expected, sqlite3_column_type(_statement, column) switch
        {
            SQLITE_NULL => "NULL",
            SQLITE_INTEGER => "a whole number",
            SQLITE_FLOAT => "a fraction",
            SQLITE_TEXT => "a text",
            _ => "bytes",
        });

    private string NameOf(int column) => sqlite3_column_name(_statement, column).utf8_to_string();
}
