using System.Runtime.CompilerServices;

namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>Refuses edits that continue after returning: their changes would be stored only in part, and their exceptions would end the process.</summary>
internal static class AsyncEdits
{
    internal const string Advice = "An edit is synchronous: await first, then call UpdateAsync.";

    private static readonly ConditionalWeakTable<System.Reflection.MethodInfo, object> _isAsync = [];

    /// <summary>Throws before anything runs.</summary>
    /// <exception cref="ArgumentException">The delegate, or one of several in it, is an <c>async void</c> method.</exception>
    public static void ThrowIfAsync(Action<GuildConfigEditor> edit)
    {
        if (edit.HasSingleTarget ? IsAsync(edit) : Array.Exists(edit.GetInvocationList(), IsAsync))
        {
            throw Refused(nameof(edit));
        }
    }

    /// <summary>Runs an edit; calling an <c>async void</c> method makes it fail, and the exceptions of that method are contained.</summary>
    /// <exception cref="ArgumentException">It started an asynchronous operation.</exception>
    public static void Run(Action<GuildConfigEditor> edit, GuildConfigEditor editor)
    {
        var outer = SynchronizationContext.Current;
        var watch = new EditSynchronizationContext();
        SynchronizationContext.SetSynchronizationContext(watch);
        try
        {
            edit(editor);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }

        if (watch.HasBegunAsyncVoid)
        {
            throw Refused(nameof(edit));
        }
    }

    public static ArgumentException Refused(string parameterName) => new($"{Advice} This one is async, or calls an async void method; nothing was changed.", parameterName);

    private static bool IsAsync(Delegate edit)
        => (bool)_isAsync.GetValue(edit.Method, static method => method.IsDefined(typeof(AsyncStateMachineAttribute), inherit: false));
}
