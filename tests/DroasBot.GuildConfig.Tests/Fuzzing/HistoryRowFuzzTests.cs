using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Tests.Settings;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Fuzzing;

/// <summary>Rows of the change log, damaged or edited by hand.</summary>
public sealed class HistoryRowFuzzTests
{
    private static readonly string[] _texts =
    [
        """{"revision":3,"createdAt":1,"updatedAt":1795000000000,"settings":{}}""",
        """{"revision":3,"createdAt":1,"updatedAt":2,"welcomeChannelId":"81384788765712384","settings":{"every":{"warnLimit":7}},"defaults":{"every":{"warnLimit":3}}}""",
        """{"revision":4,"createdAt":1,"updatedAt":2,"background":{"id":"7d9f5b2a-0a53-4c55-9d0c-0d3f3a3f1a11","filePath":"a.png","mediaType":"image/png","createdAt":5},"settings":"{\"damaged"}""",
        """{"revision":5,"createdAt":1,"updatedAt":2,"background":{"id":"7d9f5b2a-0a53-4c55-9d0c-0d3f3a3f1a11","contentHash":"e3b0","mediaType":"image/png","createdAt":5},"settings":{"a":[1]}}""",
    ];

    private static readonly object?[] _values = [null, 0L, 1L, -1L, 4L, 99L, long.MaxValue, long.MinValue, 1_795_000_000_000L, "", "text", 1.5, new byte[] { 0xff }];

    [Fact]
    public Task Read_AnyText_RoundTripsOrIsRefused() => Fuzz.RunAsync(Text, text => text, text =>
    {
        GuildConfigSnapshot read;
        try
        {
            read = SnapshotJson.Read(Registered.Guild, text, EveryInput.Registry);
        }
        catch (FormatException)
        {
            return false;
        }

        AssertUsable(read);
        var again = SnapshotJson.Read(Registered.Guild, SnapshotJson.Write(read), EveryInput.Registry);
        Assert.True(again.HasSameValues(read));
        Assert.Equal((read.Revision, read.CreatedAt, read.UpdatedAt), (again.Revision, again.CreatedAt, again.UpdatedAt));
        return true;
    });

    [Fact]
    public Task ToChange_AnyRow_IsAChangeOrDamaged() => Fuzz.RunAsync(
        random =>
        {
            object?[] row = [3L, 1L, 1L, 1_795_000_000_000L, 7L, "why", _texts[0], _texts[1], "mark", 2L, null, 2L];
            for (var changes = random.Next(4); changes > 0; changes--)
            {
                row[random.Next(row.Length)] = random.Next(3) == 0 ? Text(random) : _values[random.Next(_values.Length)];
            }

            return row;
        },
        row => string.Join(" | ", row),
        row =>
        {
            try
            {
                var change = ChangeRow.Read(new LooseRow(row)).ToChange(EveryInput.Registry);
                _ = (change.ToString(), change.Differences);
                AssertUsable(change.Before);
                AssertUsable(change.After);
                return true;
            }
            catch (FormatException damaged)
            {
                Assert.NotEmpty(damaged.Message);
                return false;
            }
        });

    private static string Text(Random random) => TextMutation.MutateOne(_texts, random);

    private static void AssertUsable(GuildConfigSnapshot? snapshot)
    {
        if (snapshot is not null)
        {
            _ = (snapshot.CreatedAt, snapshot.UpdatedAt, snapshot.ToString(), snapshot.FindReferences());
            Assert.True(snapshot.Exists);
        }
    }

    /// <summary>Reports a value of another type as the engines' rows do.</summary>
    private sealed class LooseRow(object?[] values) : StoredRow
    {
        public override bool IsNull(int column) => values[column] is null;

        public override long Int64(int column) => values[column] is long number ? number : throw Wrong(column);

        public override string Text(int column) => values[column] is string text ? text : throw Wrong(column);

        public override Guid Guid(int column) => throw Wrong(column);

        public override byte[] Bytes(int column) => throw Wrong(column);

        private FormatException Wrong(int column) => Damaged($"{column}", "another type", $"{values[column]}");
    }
}
