using System.Collections.Frozen;
using System.Collections.Immutable;
using DroasBot.GuildConfig.Settings;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Settings;

public sealed class ImmutabilityAnalysisTests
{
    [Theory]
    [InlineData(typeof(ModerationSettings))]
    [InlineData(typeof(FlatSettings))]
    [InlineData(typeof(Nested<string>))]
    [InlineData(typeof(Nested<ImmutableList<EscalationRule>>))]
    [InlineData(typeof(Nested<FrozenDictionary<ulong, ImmutableArray<DateTimeOffset?>>>))]
    [InlineData(typeof(Nested<(int A, string B)>))]
    [InlineData(typeof(Recursive))]
    [InlineData(typeof(GetOnly))]
    public void MutableMembers_OfImmutableType_AreNone(Type type)
        => Assert.Empty(Analyze(type).MutableMembers);

    [Theory]
    [InlineData(typeof(Nested<int[]>), "Value")]
    [InlineData(typeof(Nested<List<string>>), "Value")]
    [InlineData(typeof(Nested<IReadOnlyList<string>>), "Value")]
    [InlineData(typeof(Nested<IReadOnlyDictionary<string, int>>), "Value")]
    [InlineData(typeof(Nested<object>), "Value")]
    [InlineData(typeof(Nested<Action>), "Value")]
    [InlineData(typeof(Nested<(int A, int[] B)>), "Value.Item2")]
    [InlineData(typeof(Nested<ImmutableArray<int[]>>), "Value")]
    [InlineData(typeof(Nested<FrozenSet<Nested<List<int>>>>), "Value.Value")]
    [InlineData(typeof(Nested<ImmutableList<string>.Builder>), "Value")]
    [InlineData(typeof(PrivateSet), "Value")]
    [InlineData(typeof(Derived), "Value")]
    [InlineData(typeof(HiddenField), "_count")]
    [InlineData(typeof(TicketLimits), "Open Note")]
    [InlineData(typeof(TicketSettings), "CategoryId Subjects Limits")]
    public void MutableMembers_OfMutableType_NameEachOfThem(Type type, string expected)
        => Assert.Equal(expected.Split(' ').Order(), Analyze(type).MutableMembers.Order());

    private static ImmutabilityAnalysis Analyze(Type type)
    {
        var contracts = new TypeContracts(SettingsJsonOptions.Default);
        return new ImmutabilityAnalysis(contracts.Of(type), contracts);
    }

    private sealed record Nested<T>
    {
        public T? Value { get; init; }
    }

    private sealed record Recursive
    {
        public string? Name { get; init; }

        public Recursive? Next { get; init; }
    }

    private sealed class GetOnly
    {
        public readonly int Number = 1;

        public string Name { get; } = "x";
    }

    private class PrivateSet
    {
        public int Value { get; private set; }

        public void Grow() => Value++;
    }

    private sealed class Derived : PrivateSet;

    private sealed class HiddenField
    {
        private int _count;

        public int Next => ++_count;
    }
}
