using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using DroasBot.GuildConfig.Settings;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Settings;

/// <summary>The contract that creates values determines whether they are shared, wherever it comes from.</summary>
public sealed class SharingByContractTests
{
    [Fact]
    [Trait("Invariant", "6")]
    public void IsShared_ConverterOfTheContractMayMakeAnotherType_IsFalse()
        => Assert.False(Section(new JsonSerializerOptions(SettingsJsonOptions.Default) { Converters = { new PetConverter() } }).IsShared);

    [Fact]
    [Trait("Invariant", "6")]
    public void IsShared_PolymorphismOfTheContract_IsFalse()
        => Assert.False(Section(new JsonSerializerOptions(SettingsJsonOptions.Default)
        {
            TypeInfoResolver = new DefaultJsonTypeInfoResolver().WithAddedModifier(contract =>
            {
                if (contract.Type == typeof(Pet))
                {
                    contract.PolymorphismOptions = new JsonPolymorphismOptions { DerivedTypes = { new JsonDerivedType(typeof(Parrot), "parrot") } };
                }
            }),
        }).IsShared);

    [Fact]
    public void IsShared_ConverterOfAMember_IsFalse()
        => Assert.False(Section(new JsonSerializerOptions(SettingsJsonOptions.Default)
        {
            TypeInfoResolver = new DefaultJsonTypeInfoResolver().WithAddedModifier(contract =>
            {
                foreach (var member in contract.Properties.Where(member => member.PropertyType == typeof(Pet)))
                {
                    member.CustomConverter = new PetConverter();
                }
            }),
        }).IsShared);

    [Fact]
    public void IsShared_PlainContract_IsTrue() => Assert.True(Section(SettingsJsonOptions.Default).IsShared);

    private static SettingsSection Section(JsonSerializerOptions options)
        => Registered.Section<Zoo>("zoo", section => section.JsonTypeInfo = (JsonTypeInfo<Zoo>)options.GetTypeInfo(typeof(Zoo)));

    private sealed record Zoo
    {
        public ImmutableArray<Pet> Pets { get; init; } = [];

        public Pet? Favourite { get; init; }
    }

    private record Pet
    {
        public string Name { get; init; } = "";
    }

    private sealed record Parrot : Pet
    {
        public List<string> Words { get; init; } = [];
    }

    private sealed class PetConverter : JsonConverter<Pet>
    {
        public override Pet? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new Parrot { Name = reader.GetString()! };

        public override void Write(Utf8JsonWriter writer, Pet value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name);
    }
}
