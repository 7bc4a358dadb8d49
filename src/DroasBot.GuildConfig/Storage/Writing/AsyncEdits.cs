using System.Runtime.CompilerServices;

namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>Refuses edits that go on after they have returned: what such an edit sets is stored in part, and its exceptions would end the process.</summary>
internal static class AsyncEdits
{
    internal const string Advice = "An edit is synchronous: await first, then call UpdateAsync.";

    private static readonly ConditionalWeakTable<System.Reflection.MethodInfo, object> _isAsync = [];

    /// <summary>Throws before anything has run.</summary>
    /// <exception cref="ArgumentException">The delegate, or one of several in it, is an <c>async void</c> method.</exception>
    public static void ThrowIfAsync(Action<GuildConfigEditor> edit)
    {
        if (edit.HasSingleTarget ? IsAsync(edit) : Array.Exists(edit.GetInvocationList(), IsAsync))
        {
            throw Refused(nameof(edit));
        }
    }

    /// <summary>Runs an edit; whatever <c>async void</c> method it calls makes it fail, and can do no more harm.</summary>
    /// <exception cref="ArgumentException">It has begun something that goes on.</exception>
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
