namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>Replaces the library's class: synchronization contexts are Coyote's own, and no scenario's edit is async.</summary>
internal static class AsyncEdits
{
    internal const string Advice = "An edit is synchronous.";

    public static void ThrowIfAsync(Action<GuildConfigEditor> edit) => ArgumentNullException.ThrowIfNull(edit);

    public static void Run(Action<GuildConfigEditor> edit, GuildConfigEditor editor) => edit(editor);

    public static ArgumentException Refused(string parameterName) => new(Advice, parameterName);
}
