using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>Describes a type or a member by the standard annotations.</summary>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal static class MemberDescription
{
    public static string LabelOf(MemberContract member)
        => First<DisplayAttribute>(member)?.GetName() ?? First<DisplayNameAttribute>(member)?.DisplayName ?? InWords(member.SourceName);

    public static string? DescriptionOf(MemberContract member)
        => First<DisplayAttribute>(member)?.GetDescription() ?? First<DescriptionAttribute>(member)?.Description;

    public static string LabelOf(Type type, string name)
        => type.GetCustomAttribute<DisplayAttribute>()?.GetName() ?? type.GetCustomAttribute<DisplayNameAttribute>()?.DisplayName ?? InWords(name);

    public static string? DescriptionOf(Type type)
        => type.GetCustomAttribute<DisplayAttribute>()?.GetDescription() ?? type.GetCustomAttribute<DescriptionAttribute>()?.Description;

    /// <summary>Members without an order sort as 10,000, the framework's convention.</summary>
    public static int OrderOf(MemberContract member) => First<DisplayAttribute>(member)?.GetOrder() ?? 10_000;

    public static bool IsHidden(MemberContract member) => First<BrowsableAttribute>(member) is { Browsable: false };

    public static int? MaxLengthOf(MemberContract member)
        => member.Rules.Select(rule => rule switch
        {
            StringLengthAttribute text => text.MaximumLength,
            MaxLengthAttribute { Length: > 0 } list => list.Length,
            LengthAttribute length => length.MaximumLength,
            _ => (int?)null,
        }).Min();

    private static TAttribute? First<TAttribute>(MemberContract member)
        where TAttribute : Attribute
        => member.Attributes<TAttribute>().FirstOrDefault();

    /// <summary>Separates the words of a name, and starts only the first with a capital. Abbreviations keep theirs.</summary>
    private static string InWords(string name)
    {
        var words = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var next = i + 1 < name.Length ? name[i + 1] : default;
            var startsWord = i > 0 && char.IsUpper(name[i]) && (char.IsLower(name[i - 1]) || char.IsLower(next));
            words.Append(startsWord || name[i] is '_' or '-' ? " " : "");
            words.Append(name[i] is '_' or '-' ? "" : i == 0 ? char.ToUpperInvariant(name[i]) : startsWord && !char.IsUpper(next) ? char.ToLowerInvariant(name[i]) : name[i]);
        }

        return words.ToString();
    }
}
