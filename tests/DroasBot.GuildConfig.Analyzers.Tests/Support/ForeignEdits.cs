namespace DroasBot.GuildConfig.Analyzers.Tests.Support;

/// <summary>Edits in an assembly that a host's source references.</summary>
public static class ForeignEdits
{
    public static async void EditLater(GuildConfigEditor editor)
    {
        await Task.Yield();
        editor.WelcomeChannelId = 1;
    }

    public static void Edit(GuildConfigEditor editor) => editor.WelcomeChannelId = 1;
}
