namespace DroasBot.GuildConfig.Contract;

/// <summary>Edits that a test needs more than once.</summary>
public static class Edits
{
    /// <summary>An edit that ends by throwing. As a lambda, which always throws, it would be taken for an async one, and not compile.</summary>
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
