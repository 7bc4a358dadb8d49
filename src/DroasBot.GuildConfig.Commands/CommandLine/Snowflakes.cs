using System.CommandLine;
using System.CommandLine.Parsing;

namespace DroasBot.GuildConfig.Commands.CommandLine;

/// <summary>Discord ids on the command line.</summary>
internal static class Snowflakes
{
    private const string None = "none";

    public static Argument<ulong> Guild()
        => new("guild") { Description = "The guild's id.", CustomParser = result => Parse(result, "guild id") ?? 0 };

    public static Argument<ulong> User()
        => new("user") { Description = "The user's id.", CustomParser = result => Parse(result, "user id") ?? 0 };

    public static Argument<ulong?> GuildOrAll()
        => new("guild")
        {
            Description = "The guild's id; all guilds if omitted.",
            Arity = ArgumentArity.ZeroOrOne,
            CustomParser = result => Parse(result, "guild id"),
        };

    public static Argument<ChannelChoice> ChannelOrNone()
        => new("channel")
        {
            Description = $"The channel's id, or '{None}'.",
            CustomParser = result => new ChannelChoice(result.Tokens[0].Value == None ? null : Parse(result, $"channel id or '{None}'")),
        };

    public static Option<ulong?> Actor()
        => new("--actor")
        {
            Description = "The id of the user who makes the change, stored in the audit trail.",
            HelpName = "id",
            CustomParser = result => Parse(result, "user id"),
        };

    public static ulong? Parse(ArgumentResult result, string what) => Numbers.Parse(result, what, ulong.MinValue, ulong.MaxValue);
}
