using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using DroasBot.GuildConfig.Commands.Transfer;

namespace DroasBot.GuildConfig.Commands.CommandLine;

/// <summary>Old and new channel ids on the command line.</summary>
internal static class ChannelMapOption
{
    public static Option<ChannelMap> Create()
        => new("--map")
        {
            Description = "A channel's old id and its new one, which replaces it in the welcome channel and in settings marked as channels; may be repeated.",
            HelpName = "old=new",
            Arity = ArgumentArity.ZeroOrMore,
            DefaultValueFactory = _ => new ChannelMap(new Dictionary<ulong, ulong>()),
            CustomParser = Parse,
        };

    private static ChannelMap Parse(ArgumentResult result)
    {
        var ids = new Dictionary<ulong, ulong>();
        foreach (var token in result.Tokens)
        {
            if (token.Value.Split('=') is not [var left, var right] || !TryParse(left, out var old) || !TryParse(right, out var @new))
            {
                result.AddError($"'{token.Value}' is not a pair of channel ids such as 123=456.");
            }
            else if (!ids.TryAdd(old, @new))
            {
                result.AddError($"The channel {old} is mapped twice.");
            }
        }

        return new ChannelMap(ids);
    }

    private static bool TryParse(string text, out ulong id)
        => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id) && id != 0;
}
