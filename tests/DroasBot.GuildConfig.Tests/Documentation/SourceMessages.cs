using System.Reflection;
using System.Text.RegularExpressions;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Tests.Documentation;

/// <summary>The messages that the libraries can throw or log, as written in their source, with … for the variable parts.</summary>
internal static partial class SourceMessages
{
    private const string Sentence = "\"((?:[^\"\\\\\n]|\\\\.)+)\"";

    private static readonly (string File, string Text)[] _files =
        [.. Directory.EnumerateFiles(Repository.Path("src"), "*.cs", SearchOption.AllDirectories).Select(file => (file, JoinPattern().Replace(File.ReadAllText(file), string.Empty)))];

    /// <summary>Gets every literal that reads like a message.</summary>
    public static IReadOnlyList<string> All { get; } = [.. _files.SelectMany(file => Find(LiteralPattern(), file.Text)).Concat(LogMessages(LogLevel.Trace))];

    /// <summary>Gets the messages that an operator or a host's author may see: the library's own exceptions, its descriptions of engine errors, and warnings.</summary>
    public static IReadOnlyList<string> ToBeExplained { get; } =
    [
        .. _files.SelectMany(file => Find(file.File.EndsWith("Errors.cs", StringComparison.Ordinal) ? AdvicePattern() : ThrownPattern(), file.Text)),
        .. LogMessages(LogLevel.Warning),
    ];

    private static IEnumerable<string> Find(Regex pattern, string text)
        => pattern.Matches(text).Select(match => WithoutValues(match.Groups[1].Value)).Where(message => message.Contains(' ', StringComparison.Ordinal));

    private static IEnumerable<string> LogMessages(LogLevel least)
        => from assembly in new[] { typeof(IGuildConfigService).Assembly, typeof(GuildConfigPostgreSqlBuilderExtensions).Assembly, typeof(GuildConfigEndpointOptions).Assembly }
           from type in assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
           let message = method.GetCustomAttribute<LoggerMessageAttribute>()
           where message is not null && message.Level >= least
           select WithoutValues(message.Message);

    /// <summary>An interpolation that contains a quotation mark ends the literal for this pattern.</summary>
    private static string WithoutValues(string literal) => HolePattern().Replace(literal, "…");

    [GeneratedRegex(@"\{[^{}]*(\}|\z)")]
    private static partial Regex HolePattern();

    /// <summary>The text between two literals that form one message.</summary>
    [GeneratedRegex("\"\\s*\\+\\s*\\$?\"")]
    private static partial Regex JoinPattern();

    [GeneratedRegex(Sentence)]
    private static partial Regex LiteralPattern();

    [GeneratedRegex(@"new (?:GuildConfigStoreException|GuildConfigException|InvalidOperationException)\(\s*(?:string\.Create\(CultureInfo\.InvariantCulture,\s*)?\$?" + Sentence)]
    private static partial Regex ThrownPattern();

    /// <summary>The advice for an error code.</summary>
    [GeneratedRegex(@"=> \(?" + Sentence)]
    private static partial Regex AdvicePattern();
}
