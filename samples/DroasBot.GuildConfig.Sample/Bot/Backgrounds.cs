namespace DroasBot.GuildConfig.Sample.Bot;

/// <summary>Backgrounds that administrators choose. Their files need not exist yet.</summary>
internal static class Backgrounds
{
    public static void Choose(GuildConfigEditor editor, int number)
    {
        var (extension, mediaType) = number % 4 == 0 ? ("jpg", "image/jpeg") : ("png", "image/png");
        editor.SetBackground($"welcome/{number}.{extension}", mediaType);
    }
}
