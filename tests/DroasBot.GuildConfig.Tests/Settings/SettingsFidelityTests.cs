using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Drawing;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using DroasBot.GuildConfig.Settings;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Settings;

/// <summary>A host's values survive a round trip, or are refused with the name of the member that would not.</summary>
public sealed class SettingsFidelityTests
{
    [Fact]
    public void Set_ValueThatDoesNotRoundTrip_NamesTheMember()
    {
        AssertRefused(Color.Red, "value");
        AssertRefused(new Rune('x'), "value");
        AssertRefused(new Celsius(5), "value._degrees");
        AssertRefused(new Stack<int>(Enumerable.Range(1, 2)), "value");
        AssertRefused(ImmutableStack.Create(1, 2), "value");
        AssertRefused(new StringBuilder("text"), "value");
        AssertRefused(new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "a" }, "value");
        AssertRefused(new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase) { ["a"] = 1 }, "value");
        AssertRefused(ImmutableSortedSet.Create(StringComparer.OrdinalIgnoreCase, "a"), "value");
        AssertRefused(FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "a"), "value");
        AssertRefused(new List<Animal> { new Dog { Name = "d", Tricks = 3 } }, "value");
        AssertRefused<Animal>(new Dog { Name = "d" }, "value");
        AssertRefused(new Dictionary<string, Holder<Color>> { ["k.1"] = new() { Value = Color.Red } }, @"value.k\.1.value");
        AssertRefused(new[] { new Holder<Celsius>(), new() { Value = new(3) } }, "value.1.value._degrees");
        AssertRefused<object>(5, "value");
        AssertRefused(new NamedList { Name = "x" }, "value.Name");
        AssertRefused(new char?('\ud800'), "value");
        AssertRefused(IPAddress.Loopback, "");
        AssertRefused(new Moody(), "");
        AssertRefused<Action>(static () => { }, "");
    }

    [Fact]
    public void Set_ValueThatRoundTrips_IsReadBack()
    {
        AssertKept(new PrivateSetters(5, "x"), value => (value!.Count, value.Name));
        AssertKept(new Fields { Number = 5, Name = "x" }, value => (value.Number, value.Name));
        AssertKept(new ReadOnlyField(7), value => value!.Number);
        AssertKept((1, "b"), value => value);
        AssertKept<IReadOnlyList<ulong>>([1, 2], value => string.Join(',', value!));
        AssertKept<IEnumerable<int>>(Enumerable.Range(1, 3).Where(i => i > 1), value => string.Join(',', value!));
        AssertKept<ISet<string>>(new HashSet<string>(StringComparer.Ordinal) { "a" }, value => string.Join(',', value!));
        AssertKept(new ConcurrentDictionary<int, string> { [1] = "x" }, value => value![1]);
        AssertKept(new SortedDictionary<string, int> { ["b"] = 1, ["a"] = 2 }, value => string.Join(',', value!));
        AssertKept(new Queue<int>(Enumerable.Range(1, 2)), value => string.Join(',', value!));
        AssertKept(new LinkedList<int>(Enumerable.Range(1, 2)), value => string.Join(',', value!));
        AssertKept(new byte[] { 1, 2 }, value => Convert.ToHexString(value!));
        AssertKept(new Uri("https://Example.org/a b?x#Y"), value => value!.OriginalString);
        AssertKept<JsonElement?>(JsonDocument.Parse("""{"a":[1,2]}""").RootElement, value => value!.Value.GetRawText());
        AssertKept(DateTime.UtcNow, value => (value.Ticks, value.Kind));
        AssertKept(new TimeOnly(1, 2, 3, 4, 5), value => value);
        AssertKept(1.10m, value => value.ToString(System.Globalization.CultureInfo.InvariantCulture));
        AssertKept(double.Epsilon, value => value);
        AssertKept(new Cached { Text = "x" }, value => value!.Text);
        AssertKept(new OrderedDictionary<string, int> { ["b"] = 1, ["a"] = 2 }, value => string.Join(',', value!));
    }

    [Fact]
    public void Set_OnlyTheOrderOfADictionaryChanges_IsKept()
    {
        var registry = Registered.Registry(Registered.Section<Holder<OrderedDictionary<string, int>>>("a"));
        var json = registry.Edit("{}", draft => draft.Set(new Holder<OrderedDictionary<string, int>> { Value = new() { ["a"] = 1, ["b"] = 2 } }));

        json = registry.Edit(json, draft => draft.Set(new Holder<OrderedDictionary<string, int>> { Value = new() { ["b"] = 2, ["a"] = 1 } }));

        Assert.Equal(["b", "a"], registry.Get<Holder<OrderedDictionary<string, int>>>(json).Value!.Keys);
    }

    [Fact]
    public void Set_IgnoredMember_NeedNotRoundTrip()
    {
        var registry = Registered.Registry(Registered.Section<WithIgnored>("a"));

        var json = registry.Edit("{}", draft => draft.Set(new WithIgnored { Kept = 1, Ignored = Color.Red }));

        Assert.Equal("""{"a":{"kept":1}}""", json);
    }

    [Fact]
    public void Set_TypeWithAHostConverter_IsComparedByItsOwnEquality()
    {
        var options = new JsonSerializerOptions(SettingsJsonOptions.Default) { Converters = { new AddressConverter() } };
        var registry = Registered.Registry(Registered.Section<Holder<IPAddress>>(
            "a", o => o.JsonTypeInfo = (System.Text.Json.Serialization.Metadata.JsonTypeInfo<Holder<IPAddress>>)options.GetTypeInfo(typeof(Holder<IPAddress>))));

        var json = registry.Edit("{}", draft => draft.Set(new Holder<IPAddress> { Value = IPAddress.Loopback }));

        Assert.Equal(IPAddress.Loopback, registry.Get<Holder<IPAddress>>(json).Value);
    }

    [Fact]
    public void AddSettings_DefaultThatDoesNotRoundTrip_NamesTheMember()
    {
        var color = Assert.Throws<ArgumentException>(() => Registered.Section<Holder<Color>>("a", o => o.Defaults = () => new() { Value = Color.Red }));
        var set = Assert.Throws<ArgumentException>(() => Registered.Section<WithComparer>("a"));
        var address = Assert.Throws<ArgumentException>(() => Registered.Section<Holder<IPAddress>>("a", o => o.Defaults = () => new() { Value = IPAddress.Loopback }));

        Assert.Contains("'value'", color.Message, StringComparison.Ordinal);
        Assert.Contains("'words'", set.Message, StringComparison.Ordinal);
        Assert.All([color, set, address], error => Assert.Contains("'a'", error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void AddSettings_MemberWithItsOwnConverter_MayBeOfAnyType()
    {
        var registry = Registered.Registry(Registered.Section<Addressed>("a"));

        Assert.Equal(IPAddress.Parse("127.0.0.1"), registry.Get<Addressed>("{}").Address);
        Assert.Equal(IPAddress.Parse("::1"), registry.Get<Addressed>("""{"a":{"address":"::1"}}""").Address);
    }

    [Fact]
    public void AddSettings_DefaultThatCannotBeWritten_NamesTheMember()
    {
        var refused = Assert.Throws<ArgumentException>(() => Registered.Section<Unwritable>("a"));

        Assert.Contains("The default of its member 'address' cannot be written as JSON.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddSettings_DefaultThatVaries_NamesTheMember()
    {
        var guid = Assert.Throws<ArgumentException>(() => Registered.Section<WithSecret>("a"));
        var nested = Assert.Throws<ArgumentException>(() => Registered.Section<Holder<WithSecret>>("a", o => o.Defaults = () => new() { Value = new() }));
        var time = Assert.Throws<ArgumentException>(() => Registered.Section<Holder<long>>("a", o => o.Defaults = () => new() { Value = System.Diagnostics.Stopwatch.GetTimestamp() }));

        Assert.Contains("'secret'", guid.Message, StringComparison.Ordinal);
        Assert.All([nested, time], error => Assert.Contains("'value'", error.Message, StringComparison.Ordinal));
    }

    private static void AssertRefused<T>(T value, string member)
    {
        var registry = Registered.Registry(Registered.Section<Holder<T>>("a"));
        const string Stored = """{"a":{"other":1}}""";

        var error = Assert.Throws<ArgumentException>(() => registry.Edit(Stored, draft => draft.Set(new Holder<T> { Value = value })));

        Assert.Equal("value", error.ParamName);
        Assert.Contains("'a'", error.Message, StringComparison.Ordinal);
        Assert.Contains(member.Length == 0 ? "The settings 'a' cannot be stored." : $"Its member '{member}", error.Message, StringComparison.Ordinal);
    }

    private static void AssertKept<T>(T value, Func<T?, object?> look)
    {
        var registry = Registered.Registry(Registered.Section<Holder<T>>("a"));

        var json = registry.Edit("{}", draft => draft.Set(new Holder<T> { Value = value, Other = 1 }));

        Assert.Equal(look(value), look(registry.Get<Holder<T>>(json).Value));
    }

    private record Animal
    {
        public string Name { get; init; } = "";
    }

    private sealed record Dog : Animal
    {
        public int Tricks { get; init; }
    }

    private readonly struct Celsius(int degrees)
    {
        private readonly int _degrees = degrees;

        public override string ToString() => $"{_degrees}";
    }

    private struct Fields
    {
        public int Number;
        public string Name;
    }

    private sealed class ReadOnlyField(int number)
    {
        public readonly int Number = number;

        public ReadOnlyField()
            : this(0)
        {
        }
    }

    private sealed class PrivateSetters
    {
        private string _name = "";

        public PrivateSetters()
        {
        }

        public PrivateSetters(int count, string name) => (Count, Name) = (count, name);

        public int Count { get; private set; }

        public string Name
        {
            get => _name;
            private set => _name = value;
        }
    }

    private sealed class NamedList : List<int>
    {
        public string? Name { get; set; }
    }

    private sealed class Moody
    {
        public Action? Mood { get; set; }

        public int Level => Mood is null ? throw new InvalidOperationException("not today") : 1;
    }

    private sealed class Cached
    {
        private readonly Lock _gate = new();

        public string? Text { get; set; }

        public int Length
        {
            get
            {
                lock (_gate)
                {
                    return Text?.Length ?? 0;
                }
            }
        }
    }

    private sealed class WithIgnored
    {
        public int Kept { get; set; }

        [JsonIgnore]
        public Color Ignored { get; set; }
    }

    private sealed class WithComparer
    {
        public HashSet<string> Words { get; } = new(StringComparer.OrdinalIgnoreCase);
    }

    private sealed class WithSecret
    {
        public Guid Secret { get; set; } = Guid.NewGuid();
    }

    private sealed class AddressConverter : JsonConverter<IPAddress>
    {
        public override IPAddress? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => IPAddress.Parse(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, IPAddress value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }

    public sealed record Addressed
    {
        [JsonConverter(typeof(AddressConverter))]
        public IPAddress Address { get; init; } = IPAddress.Parse("127.0.0.1");
    }

    public sealed record Unwritable
    {
        public int Count { get; init; }

        public IPAddress Address { get; init; } = IPAddress.Loopback;
    }
}
