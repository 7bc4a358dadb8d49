using System.Globalization;

namespace DroasBot.GuildConfig.Storage.Sqlite.Salvage;

/// <summary>A row of values that were already read, for code that reads rows.</summary>
internal sealed class ValuesRow(params IReadOnlyList<object?> values) : StoredRow
{
    public override bool IsNull(int column) => values[column] is null;

    public override long Int64(int column) => Convert.ToInt64(values[column], CultureInfo.InvariantCulture);

    public override string Text(int column) => (string)values[column]!;

    public override Guid Guid(int column) => (Guid)values[column]!;

    public override byte[] Bytes(int column) => (byte[])values[column]!;
}
