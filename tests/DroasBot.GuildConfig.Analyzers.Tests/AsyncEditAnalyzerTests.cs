using DroasBot.GuildConfig.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace DroasBot.GuildConfig.Analyzers.Tests;

public sealed class AsyncEditAnalyzerTests
{
    private const string Edits = """
        private static async void EditLater(GuildConfigEditor editor) { await Task.Yield(); editor.WelcomeChannelId = 1; }
        private static async Task EditAsync(GuildConfigEditor editor) { await Task.Yield(); editor.WelcomeChannelId = 1; }
        private static Task StartEdit(GuildConfigEditor editor) => Task.CompletedTask;
        private static void Edit(GuildConfigEditor editor) => editor.WelcomeChannelId = 1;
        private static async void FireAndForget() => await Task.Yield();
        """;

    /// <summary>Each exists in both interfaces. The compiler rejects it; the analyzer says why.</summary>
    [Theory]
    [InlineData("{|GC0001:async|} e => { await Task.Yield(); e.WelcomeChannelId = 1; }")]
    [InlineData("{|GC0001:async|} e => { e.WelcomeChannelId = 1; }")]
    [InlineData("{|GC0001:async|} (e) => await Task.Yield()")]
    [InlineData("{|GC0001:async|} (GuildConfigEditor e) => await EditAsync(e)")]
    [InlineData("static {|GC0001:async|} e => await Task.Yield()")]
    [InlineData("{|GC0001:async|} delegate (GuildConfigEditor e) { await Task.Yield(); e.WelcomeChannelId = 1; }")]
    [InlineData("{|GC0001:e => EditAsync(e)|}")]
    [InlineData("{|GC0001:e => StartEdit(e)|}")]
    [InlineData("{|GC0001:e => { return EditAsync(e); }|}")]
    [InlineData("{|GC0001:delegate (GuildConfigEditor e) { return EditAsync(e); }|}")]
    [InlineData("{|GC0001:EditAsync|}")]
    [InlineData("{|GC0001:StartEdit|}")]
    [InlineData("(Func<GuildConfigEditor, Task>)({|GC0001:async|} e => await Task.Yield())")]
    public async Task Edit_AsyncOverload_DoesNotCompile(string edit)
    {
        await Analysis.VerifyAsync<AsyncEditAnalyzer>(HostSource.With($"await {{|CS0619:configs.UpdateAsync(Guild, {edit})|}};", Edits));
        await Analysis.VerifyAsync<AsyncEditAnalyzer>(HostSource.With($"await {{|CS0619:transaction.UpdateAsync(Guild, {edit})|}};", Edits));
    }

    /// <summary>The compiler accepts these as synchronous edits, like any other.</summary>
    [Theory]
    [InlineData("e => throw new InvalidOperationException()")]
    [InlineData("e => { throw new InvalidOperationException(); }")]
    public Task Edit_ThatOnlyThrows_IsLeftToTheCompiler(string edit)
        => Analysis.VerifyAsync<AsyncEditAnalyzer>(HostSource.With($"await {{|CS0619:configs.UpdateAsync(Guild, {edit})|}};"));

    [Theory]
    [InlineData("{|GC0001:EditLater|}")]
    [InlineData("{|GC0001:ForeignEdits.EditLater|}")]
    [InlineData("(Action<GuildConfigEditor>)({|GC0001:async|} e => await Task.Yield())")]
    [InlineData("new Action<GuildConfigEditor>({|GC0001:async|} e => await Task.Yield())")]
    [InlineData("new Action<GuildConfigEditor>({|GC0001:EditLater|})")]
    [InlineData("e => {|GC0001:EditLater(e)|}")]
    [InlineData("e => { e.WelcomeChannelId = 1; {|GC0001:FireAndForget()|}; }")]
    [InlineData("e => { if (e.WelcomeChannelId is null) { {|GC0001:ForeignEdits.EditLater(e)|}; } }")]
    [InlineData("delegate (GuildConfigEditor e) { {|GC0001:EditLater(e)|}; }")]
    [InlineData("e => { {|GC0001:Later()|}; async void Later() { await Task.Yield(); e.WelcomeChannelId = 1; } }")]
    public async Task Edit_AsyncVoid_CompilesAndIsReported(string edit)
    {
        await Analysis.VerifyAsync<AsyncEditAnalyzer>(HostSource.With($"await configs.UpdateAsync(Guild, {edit});", Edits));
        await Analysis.VerifyAsync<AsyncEditAnalyzer>(HostSource.With($"await transaction.UpdateAsync(Guild, {edit});", Edits));
    }

    [Theory]
    [InlineData("Action<GuildConfigEditor> edit = async e => await Task.Yield(); await configs.UpdateAsync(Guild, {|GC0001:edit|});")]
    [InlineData("Action<GuildConfigEditor> edit = async e => { await Task.Yield(); }; await transaction.UpdateAsync(Guild, {|GC0001:edit|});")]
    [InlineData("Action<GuildConfigEditor> edit = EditLater; await configs.UpdateAsync(Guild, {|GC0001:edit|});")]
    [InlineData("Action<GuildConfigEditor> edit = e => EditLater(e); await configs.UpdateAsync(Guild, {|GC0001:edit|});")]
    [InlineData("Action<GuildConfigEditor> edit = Edit; if (Guild > 1) { edit = async e => await Task.Yield(); } await configs.UpdateAsync(Guild, {|GC0001:edit|});")]
    [InlineData("Action<GuildConfigEditor> edit = async e => await Task.Yield(); var same = edit; await configs.UpdateAsync(Guild, {|GC0001:same|});")]
    [InlineData("await configs.UpdateAsync(Guild, Guild > 1 ? Edit : {|GC0001:EditLater|});")]
    [InlineData("await configs.UpdateAsync(edit: {|GC0001:EditLater|}, guildId: Guild);")]
    [InlineData("Later(); async void Later(GuildConfigEditor? e = null) => await configs.UpdateAsync(Guild, {|GC0001:Later|});")]
    [InlineData("await configs.TransactAsync(async (unit, token) => await unit.UpdateAsync(Guild, {|GC0001:EditLater|}, token));")]
    public Task Edit_AsyncPassedIndirectly_IsReported(string statements)
        => Analysis.VerifyAsync<AsyncEditAnalyzer>(HostSource.With(statements, Edits));

    /// <summary>A class has no overload for the compiler to reject.</summary>
    [Theory]
    [InlineData("{|GC0001:async|} e => { await Task.Yield(); e.WelcomeChannelId = 1; }")]
    [InlineData("{|GC0001:EditLater|}")]
    public async Task Edit_PassedToAnImplementingClass_IsReported(string edit)
    {
        const string Classes = """
            private abstract class Transaction : IGuildConfigTransaction
            {
                public abstract Task<GuildConfigSnapshot> GetAsync(ulong guildId, CancellationToken cancellationToken = default);
                public abstract Task<GuildConfigSnapshot> UpdateAsync(ulong guildId, Action<GuildConfigEditor> edit, CancellationToken cancellationToken = default);
                public abstract Task<bool> DeleteAsync(ulong guildId, CancellationToken cancellationToken = default);
            }

            private abstract class Derived : Transaction
            {
                public override Task<GuildConfigSnapshot> UpdateAsync(ulong guildId, Action<GuildConfigEditor> edit, CancellationToken cancellationToken = default) => throw new NotSupportedException();
            }

            private static Transaction Unit => null!;
            private static Derived Other => null!;
            """;
        await Analysis.VerifyAsync<AsyncEditAnalyzer>(HostSource.With($"await Unit.UpdateAsync(Guild, {edit});", Classes + Edits));
        await Analysis.VerifyAsync<AsyncEditAnalyzer>(HostSource.With($"await Other.UpdateAsync(Guild, {edit});", Classes + Edits));
    }

    [Theory]
    [InlineData("await configs.UpdateAsync(Guild, e => e.WelcomeChannelId = 1);")]
    [InlineData("await configs.UpdateAsync(Guild, e => { e.WelcomeChannelId = 1; });")]
    [InlineData("await configs.UpdateAsync(Guild, delegate (GuildConfigEditor e) { e.WelcomeChannelId = 1; });")]
    [InlineData("await configs.UpdateAsync(Guild, Edit);")]
    [InlineData("await configs.UpdateAsync(Guild, ForeignEdits.Edit);")]
    [InlineData("await configs.UpdateAsync(Guild, e => Edit(e));")]
    [InlineData("Action<GuildConfigEditor> edit = e => e.WelcomeChannelId = 1; await configs.UpdateAsync(Guild, edit);")]
    [InlineData("Action<GuildConfigEditor> edit = async e => await Task.Yield(); edit(null!); await configs.UpdateAsync(Guild, Edit);")]
    [InlineData("var id = await Task.FromResult(1UL); await configs.UpdateAsync(Guild, e => e.WelcomeChannelId = id);")]
    [InlineData("await configs.UpdateAsync(await Task.FromResult(Guild), Edit);")]
    [InlineData("await configs.UpdateAsync(Guild, e => { Func<Task> later = async () => await Task.Yield(); e.WelcomeChannelId = 1; });")]
    [InlineData("await configs.UpdateAsync(Guild, e => { Action later = () => FireAndForget(); e.WelcomeChannelId = 1; });")]
    [InlineData("await configs.UpdateAsync(Guild, e => { async Task Later() => await Task.Yield(); e.WelcomeChannelId = 1; });")]
    [InlineData("await configs.TransactAsync(async (unit, token) => { await Task.Yield(); await unit.UpdateAsync(Guild, Edit, token); });")]
    [InlineData("await Task.Run(async () => await configs.UpdateAsync(Guild, Edit));")]
    [InlineData("await configs.UpdateAsync(Guild, (Action<GuildConfigEditor>)null!);")]
    public Task Edit_Synchronous_IsNotReported(string statements)
        => Analysis.VerifyAsync<AsyncEditAnalyzer>(HostSource.With(statements, Edits));

    [Fact]
    public Task Method_SameNameInAnotherType_IsNotReported()
        => Analysis.VerifyAsync<AsyncEditAnalyzer>(HostSource.With(
            "await UpdateAsync(Guild, async e => await Task.Yield());",
            "private Task UpdateAsync(ulong guildId, Action<GuildConfigEditor> edit) => Task.CompletedTask;"));

    [Fact]
    public Task Message_AnyEdit_SaysWhatToDo()
        => Analysis.VerifyMessageAsync<AsyncEditAnalyzer>(
            HostSource.With("await configs.UpdateAsync(Guild, {|#0:EditLater|});", Edits),
            DiagnosticResult.CompilerWarning("GC0001").WithMessage("The edit is async, so it continues after its values are read; await first, then call UpdateAsync with a synchronous edit"));
}
