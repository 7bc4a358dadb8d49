using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>Applies a JSON merge patch (RFC 7396) to the effective values of a section: omitted members stay, objects are merged, everything else is replaced.</summary>
/// <remarks>
/// The RFC's null removes a member. Here, a member that may be null becomes null, as when a form field is cleared; any other gets its default, and a dictionary key is removed.
/// </remarks>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal sealed class MergePatch
{
    private readonly List<GuildSettingsViolation> _violations = [];

    /// <summary>Gets all values that do not fit.</summary>
    public IReadOnlyList<GuildSettingsViolation> Violations => _violations;

    /// <summary>Applies the patch to an object.</summary>
    /// <param name="path">The path of the object.</param>
    /// <param name="contract">The contract of the object or dictionary.</param>
    /// <param name="target">The object, which is changed.</param>
    /// <param name="defaults">Its default; <see langword="null"/> if it has none.</param>
    /// <param name="patch">The patch.</param>
    public void Apply(string path, TypeContract contract, JsonObject target, JsonObject? defaults, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            var inside = SettingsPath.Append(path, name);
            if (contract.Kind == JsonTypeInfoKind.Object && contract.Find(name) is { } member)
            {
                Put(inside, member.Name, member.Value, member.AllowsNull, member, target, defaults, value);
            }
            else if (contract.Kind == JsonTypeInfoKind.Dictionary && SettingsTarget.TryFindKey(contract, name, out var key))
            {
                Put(inside, key, contract.Item!, allowsNull: false, member: null, target, defaults, value);
            }
            else
            {
                _violations.AddRange(ValueCheck.Find(path, contract, allowsNull: false, member: null, new JsonObject { [name] = value?.DeepClone() }));
            }
        }
    }

    private void Put(string path, string name, TypeContract contract, bool allowsNull, MemberContract? member, JsonObject target, JsonObject? defaults, JsonNode? value)
    {
        JsonNode? standard = null;
        var hasDefault = defaults?.TryGetPropertyValue(name, out standard) == true;
        if (value is null && !allowsNull)
        {
            target.Remove(name);
            if (hasDefault)
            {
                target[name] = standard?.DeepClone();
            }
        }
        else if (value is JsonObject patch && contract.Kind is JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary)
        {
            if (target[name] is not JsonObject inner)
            {
                target[name] = inner = [];
            }

            Apply(path, contract, inner, standard as JsonObject, (JsonObject)value);
        }
        else
        {
            var found = _violations.Count;
            _violations.AddRange(ValueCheck.Find(path, contract, allowsNull, member, value));
            if (found == _violations.Count)
            {
                target[name] = value?.DeepClone();
            }
        }
    }
}
