using System.Diagnostics.CodeAnalysis;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>The rules of a section: those of its types, and the host's delegate.</summary>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal sealed class SettingsRules<TSettings>(string section, TypeContract root, Func<TSettings, IEnumerable<string>>? validate)
    where TSettings : class, new()
{
    /// <summary>Finds all violations, so that they can be fixed together.</summary>
    public Violations Find(TSettings settings)
    {
        var violations = new Violations();
        violations.Guard(section, () => new ObjectRules(violations).Visit(settings, root, section));
        violations.Guard(section, () =>
        {
            foreach (var message in validate?.Invoke(settings) ?? [])
            {
                Add(violations, message);
            }
        });
        return violations;
    }

    /// <summary>A message may begin with the members concerned, as in <c>WarnLimit, Action: do not fit together.</c></summary>
    private void Add(Violations violations, string message)
    {
        var colon = message.IndexOf(':', StringComparison.Ordinal);
        var paths = colon > 0 ? message[..colon].Split(',').Select(name => Resolve(name.Trim())).ToArray() : [];
        if (paths.Length == 0 || paths.Contains(null))
        {
            violations.Add(section, message);
            return;
        }

        foreach (var path in paths)
        {
            violations.Add(path!, message[(colon + 1)..].Trim());
        }
    }

    private string? Resolve(string name)
    {
        var (path, contract) = (section, root);
        foreach (var part in name.Split(SettingsPath.Separator))
        {
            if (contract.FindBySource(part) is not { } member)
            {
                return null;
            }

            (path, contract) = (SettingsPath.Append(path, member.Name), member.Value);
        }

        return path;
    }
}
