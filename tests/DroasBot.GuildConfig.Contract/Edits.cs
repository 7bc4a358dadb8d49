namespace DroasBot.GuildConfig.Contract;

/// <summary>Edits shared by several tests.</summary>
public static class Edits
{
    /// <summary>An edit that ends by throwing. A lambda that always throws would bind to the async overload, and would not compile.</summary>
    public static Action<GuildConfigEditor> Failing(Exception failure, Action<GuildConfigEditor>? first = null)
    {
        return Edit;

        void Edit(GuildConfigEditor editor)
        {
            first?.Invoke(editor);
            throw failure;
        }
    }
}
