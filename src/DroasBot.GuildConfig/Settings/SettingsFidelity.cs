using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>Finds what a value loses in a round trip through JSON. It compares fields, so properties cannot hide anything.</summary>
/// <remarks>It skips members with <see cref="JsonIgnoreAttribute"/>, and fields of framework types that are not part of the value, such as locks.</remarks>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal sealed class SettingsFidelity(TypeContracts contracts)
{
    private const string Here = "";

    private readonly ConcurrentDictionary<Type, ValueParts> _parts = new();

    /// <summary>Gives the path of the first member that did not survive; <see langword="null"/> if all did.</summary>
    public string? FindLoss<T>(T given, T read)
        where T : class
        => Compare(given, read, typeof(T), depth: 0);

    /// <returns>The path below the two values; empty if they differ themselves. It is built while returning, so that equal values allocate nothing.</returns>
    private string? Compare(object? given, object? read, Type declared, int depth)
    {
        if (ReferenceEquals(given, read))
        {
            return null;
        }

        if (given is null || read is null || depth > contracts.MaxDepth)
        {
            return Here;
        }

        if (given is IEnumerable and not string and not JsonNode && (given.GetType() == read.GetType() || declared.IsInterface))
        {
            return CompareItems((IEnumerable)given, read, declared, depth);
        }

        return given.GetType() != read.GetType() ? (contracts.TryGet(declared) is { HasOwnConverter: true } && given.Equals(read) ? null : Here)
            : TryCompareLeaf(given, read, PartsOf(given.GetType())) is { } isSame ? (isSame ? null : Here)
            : CompareParts(given, read, depth);
    }

    /// <summary>Whether two values without parts are the same; <see langword="null"/> if they have parts.</summary>
    private static bool? TryCompareLeaf(object given, object read, ValueParts parts)
        => given switch
        {
            DateTime time => time.Equals(read) && time.Kind == ((DateTime)read).Kind,
            DateTimeOffset time => time.EqualsExact((DateTimeOffset)read),
            Uri address => address.OriginalString == ((Uri)read).OriginalString,
            JsonElement element => JsonElement.DeepEquals(element, (JsonElement)read),
            JsonDocument document => JsonElement.DeepEquals(document.RootElement, ((JsonDocument)read).RootElement),
            JsonNode node => JsonNode.DeepEquals(node, (JsonNode)read),
            _ when parts.IsLeaf => given.Equals(read),
            _ when parts.DecidesItself => given.Equals(read) ? true : parts.IsOfTheFramework ? false : null,
            _ => null,
        };

    private string? CompareParts(object given, object read, int depth)
    {
        foreach (var part in PartsOf(given.GetType()).All)
        {
            var (one, other) = (part.Get(given), part.Get(read));
            if (part.IsValue(one) && Compare(one, other, part.Type, depth + 1) is { } loss)
            {
                return SettingsPath.Prepend(part.Name, loss);
            }
        }

        return null;
    }

    private string? CompareItems(IEnumerable given, object read, Type declared, int depth)
    {
        if (read is not IEnumerable others || !HasSameComparers(given, read))
        {
            return Here;
        }

        if (PartsOf(given.GetType()).LeafItems is { } leaves && leaves.AreSame(given, read))
        {
            return null;
        }

        var loss = given is IDictionary entries && !IsOrdered(given.GetType()) && others is IDictionary otherEntries
            ? CompareEntries(entries, otherEntries, depth)
            : CompareSequence(given, others, depth);
        return loss is not null && IsSet(given) && given.Cast<object>().ToHashSet().SetEquals(others.Cast<object>()) ? null
            : loss ?? (declared.IsInterface ? null : CompareParts(given, read, depth));
    }

    private string? CompareEntries(IDictionary given, IDictionary read, int depth)
    {
        if (given.Count != read.Count)
        {
            return Here;
        }

        var type = ItemTypeOf(given);
        foreach (DictionaryEntry entry in given)
        {
            if ((read.Contains(entry.Key) ? Compare(entry.Value, read[entry.Key], type, depth + 1) : Here) is { } loss)
            {
                return SettingsPath.Prepend(string.Create(CultureInfo.InvariantCulture, $"{entry.Key}"), loss);
            }
        }

        return null;
    }

    private string? CompareSequence(IEnumerable given, IEnumerable read, int depth)
    {
        var others = read.GetEnumerator();
        using var disposed = others as IDisposable;
        var index = 0;
        var type = ItemTypeOf(given);
        foreach (var item in given)
        {
            if ((others.MoveNext() ? Compare(item, others.Current, type, depth + 1) : Here) is { } loss)
            {
                return SettingsPath.Prepend(index.ToString(CultureInfo.InvariantCulture), loss);
            }

            index++;
        }

        return others.MoveNext() ? Here : null;
    }

    private static Type ItemTypeOf(IEnumerable collection)
        => collection.GetType() is { IsGenericType: true } generic ? generic.GenericTypeArguments[^1] : collection.GetType().GetElementType() ?? typeof(object);

    private static bool IsOrdered(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(OrderedDictionary<,>);

    private static bool IsSet(object collection)
        => collection.GetType().GetInterfaces().Any(static type => type.IsGenericType && type.GetGenericTypeDefinition() is var set && (set == typeof(ISet<>) || set == typeof(IReadOnlySet<>)));

    private bool HasSameComparers(object given, object read)
    {
        foreach (var comparer in PartsOf(given.GetType()).Comparers)
        {
            var (one, other) = (comparer.GetValue(given), read.GetType() == given.GetType() ? comparer.GetValue(read) : null);
            if (!Equals(one, other) && !(IsOrdinal(one) && IsOrdinal(other)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsOrdinal(object? comparer)
        => comparer is null || comparer.Equals(StringComparer.Ordinal) || comparer.Equals(EqualityComparer<string>.Default)
            || (comparer.GetType() is { IsGenericType: true } type && type.Namespace == typeof(EqualityComparer<>).Namespace && comparer is IEqualityComparer);

    private ValueParts PartsOf(Type type) => _parts.GetOrAdd(type, static (actual, all) => new ValueParts(actual, all), contracts);
}
