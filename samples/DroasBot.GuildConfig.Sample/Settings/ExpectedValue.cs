using System.Text.Json.Serialization.Metadata;

namespace DroasBot.GuildConfig.Sample.Settings;

/// <summary>Says which values a type has, in words for whoever typed another one.</summary>
internal static class ExpectedValue
{
    public static string Of(JsonTypeInfo contract, bool isNullable)
    {
        var type = Nullable.GetUnderlyingType(contract.Type) ?? contract.Type;
        var expected = type switch
        {
            { IsEnum: true } => $"one of {string.Join(", ", Enum.GetNames(type))}",
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(int) => $"a whole number from {int.MinValue} to {int.MaxValue}",
            _ when type == typeof(ulong) => $"a whole number from {ulong.MinValue} to {ulong.MaxValue}",
            _ when type == typeof(string) => "a string",
            _ when type == typeof(TimeSpan) => "a duration, as in 01:30:00",
            _ when contract.ElementType is { } item => $"a list in square brackets, each item {Of(contract.Options.GetTypeInfo(item), isNullable: false)}",
            _ => $"an object with {MembersOf(contract)}",
        };
        return isNullable ? $"{expected}, or null" : expected;
    }

    public static string MembersOf(JsonTypeInfo contract) => string.Join(", ", contract.Properties.Select(member => member.Name));
}
