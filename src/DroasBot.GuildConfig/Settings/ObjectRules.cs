using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>Validates an object and all objects in it, including items of collections, by the rules of their types: annotations, non-nullable members, <see cref="IValidatableObject"/>.</summary>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal sealed class ObjectRules(Violations violations)
{
    private const string NeverNull = "It must not be null.";

    public void Visit(object value, TypeContract contract, string path)
    {
        foreach (var member in contract.Members)
        {
            VisitMember(value, member, SettingsPath.Append(path, member.Name));
        }

        foreach (var rule in contract.Rules)
        {
            Judge(rule, value, value, path, memberName: null, displayName: null, contract);
        }

        if (value is IValidatableObject validatable)
        {
            violations.Guard(path, () => AddAll(validatable.Validate(new ValidationContext(value)), path, contract));
        }
    }

    private void VisitMember(object owner, MemberContract member, string path)
    {
        var value = member.Get(owner);
        var found = violations.Found.Count;
        foreach (var rule in member.Rules)
        {
            Judge(rule, owner, value, path, member.SourceName, member.Label, contract: null);

            // A missing value violates no other rule.
            if (rule is RequiredAttribute && violations.Found.Count > found)
            {
                return;
            }
        }

        if (value is null)
        {
            if (!member.AllowsNull)
            {
                violations.Add(path, NeverNull);
            }

            return;
        }

        VisitValue(value, member.Value, member, path);
    }

    private void VisitValue(object value, TypeContract contract, MemberContract? member, string path)
    {
        if (contract.Kind == JsonTypeInfoKind.Object)
        {
            Visit(value, contract, path);
        }
        else if (contract.Item is { } item && (item.Kind != JsonTypeInfoKind.None || (!item.Type.IsValueType && member is { AllowsNullItems: false })))
        {
            foreach (var (key, inside) in ItemsOf(value, contract))
            {
                VisitItem(inside, item, member, SettingsPath.Append(path, key));
            }
        }
    }

    private void VisitItem(object? value, TypeContract contract, MemberContract? member, string path)
    {
        if (value is not null)
        {
            VisitValue(value, contract, member: null, path);
        }
        else if (member is { AllowsNullItems: false })
        {
            violations.Add(path, NeverNull);
        }
    }

    private static IEnumerable<(string Key, object? Value)> ItemsOf(object value, TypeContract contract)
        => contract.Kind == JsonTypeInfoKind.Dictionary && value is IDictionary entries
            ? entries.Keys.Cast<object>().Select(key => (Convert.ToString(key, CultureInfo.InvariantCulture)!, entries[key]))
            : value is IEnumerable items ? items.Cast<object?>().Select((item, index) => (index.ToString(CultureInfo.InvariantCulture), item))
            : [];

    private void Judge(ValidationAttribute rule, object owner, object? value, string path, string? memberName, string? displayName, TypeContract? contract)
        => violations.Guard(path, () =>
        {
            var context = new ValidationContext(owner) { MemberName = memberName };
            context.DisplayName = displayName ?? context.DisplayName;
            if (rule.GetValidationResult(value, context) is { } result)
            {
                AddAll(contract is null ? [new ValidationResult(result.ErrorMessage)] : [result], path, contract);
            }
        });

    private void AddAll(IEnumerable<ValidationResult?> results, string path, TypeContract? contract)
    {
        foreach (var result in results)
        {
            if (result is not null && result != ValidationResult.Success)
            {
                foreach (var name in result.MemberNames.DefaultIfEmpty())
                {
                    var member = name is null ? null : contract?.FindBySource(name);
                    violations.Add(member is null ? path : SettingsPath.Append(path, member.Name), result.ErrorMessage ?? "It is not valid.");
                }
            }
        }
    }
}
