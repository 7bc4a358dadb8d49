using DroasBot.GuildConfig.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace DroasBot.GuildConfig.Analyzers.Tests;

public sealed class NestedCallAnalyzerTests
{
    [Theory]
    [InlineData("configs.GetAsync(2)")]
    [InlineData("configs.ListAsync()")]
    [InlineData("configs.GetOrCreateAsync(2)")]
    [InlineData("configs.UpdateAsync(2, inner => inner.WelcomeChannelId = 1)")]
    [InlineData("configs.DeleteAsync(2)")]
    [InlineData("cache.RefreshAsync(2)")]
    [InlineData("changes.GetHistoryAsync(2)")]
    [InlineData("changes.UndoAsync(2, 1)")]
    [InlineData("maintenance.BackupAsync(\"backup.db\")")]
    public async Task Call_InsideAnEditOrAUnitOfWork_IsReported(string call)
    {
        await VerifyAsync($"await configs.UpdateAsync(Guild, e => {{ _ = {{|GC0002:{call}|}}; }});");
        await VerifyAsync($"await transaction.UpdateAsync(Guild, e => {{ _ = {{|GC0002:{call}|}}; }});");
        await VerifyAsync($"await configs.TransactAsync(async (unit, token) => {{ _ = {{|GC0002:{call}|}}; await Task.Yield(); }});");
    }

    [Theory]
    [InlineData("await configs.UpdateAsync(Guild, delegate (GuildConfigEditor e) { e.WelcomeChannelId = {|GC0002:configs.GetAsync(2)|}.Result.WelcomeChannelId; });")]
    [InlineData("await configs.UpdateAsync(Guild, e => e.WelcomeChannelId = {|GC0002:configs.GetAsync(2)|}.AsTask().GetAwaiter().GetResult().WelcomeChannelId);")]
    [InlineData("await configs.UpdateAsync(Guild, e => { Read(); void Read() { _ = {|GC0002:configs.GetAsync(2)|}; } });")]
    [InlineData("await configs.UpdateAsync(Guild, e => { Func<Task> read = async () => await {|GC0002:configs.GetAsync(2)|}; });")]
    [InlineData("await configs.UpdateAsync(Guild, e => Task.Run(() => {|GC0002:cache.RefreshAsync(2)|}).Wait());")]
    [InlineData("await configs.UpdateAsync(Guild, Edit); void Edit(GuildConfigEditor e) { _ = {|GC0002:configs.GetAsync(2)|}; }")]
    [InlineData("Action<GuildConfigEditor> edit = e => { _ = {|GC0002:configs.GetAsync(2)|}; }; await configs.UpdateAsync(Guild, edit);")]
    [InlineData("await configs.TransactAsync(WorkAsync); async Task WorkAsync(IGuildConfigTransaction unit, CancellationToken token) => await {|GC0002:configs.GetAsync(2)|};")]
    [InlineData("await configs.TransactAsync(async (unit, token) => { await unit.UpdateAsync(1, e => { _ = {|GC0002:configs.GetAsync(2)|}; }); await {|GC0002:configs.DeleteAsync(2)|}; });")]
    [InlineData("await configs.TransactAsync((unit, token) => {|GC0002:configs.TransactAsync((inner, _) => inner.DeleteAsync(1))|});")]
    [InlineData("await configs.TransactAsync(async (unit, token) => { foreach (var id in new ulong[] { 1, 2 }.Where(id => {|GC0002:configs.GetAsync(id)|}.IsCompleted)) { await unit.DeleteAsync(id, token); } });")]
    public Task Call_InNestedCode_IsReported(string statements) => VerifyAsync(statements);

    [Fact]
    public Task Call_OnAnImplementingClass_IsReported()
        => Analysis.VerifyAsync<NestedCallAnalyzer>(HostSource.With(
            "await configs.UpdateAsync(Guild, e => {|GC0002:Others.Invalidate(2)|}); await configs.UpdateAsync(Guild, e => Others.Sweep());",
            """
            private static OwnCache Others => null!;

            private abstract class OwnCache : IGuildConfigCache
            {
                public abstract GuildConfigCacheStatistics GetStatistics();
                public abstract void Invalidate(ulong guildId);
                public abstract Task RefreshAsync(ulong guildId, CancellationToken cancellationToken = default);
                public abstract Task<long> RefreshAllAsync(bool everyNode = false, IProgress<GuildConfigPreloadProgress>? progress = null, CancellationToken cancellationToken = default);
                public void Sweep() { }
            }
            """));

    [Theory]
    [InlineData("var other = await configs.GetAsync(2); await configs.UpdateAsync(Guild, e => e.WelcomeChannelId = other.WelcomeChannelId);")]
    [InlineData("await configs.TransactAsync(async (unit, token) => { var other = await unit.GetAsync(2, token); await unit.UpdateAsync(Guild, e => e.WelcomeChannelId = other.WelcomeChannelId, token); await unit.DeleteAsync(2, token); });")]
    [InlineData("await configs.UpdateAsync((await configs.GetAsync(2)).GuildId, e => e.WelcomeChannelId = 1);")]
    [InlineData("await configs.UpdateAsync((await Task.Run(() => configs.GetAsync(2).AsTask())).GuildId, e => e.WelcomeChannelId = 1);")]
    [InlineData("Action<GuildConfigEditor> edit = e => { _ = configs.GetAsync(2); }; edit(null!); await configs.UpdateAsync(Guild, e => e.WelcomeChannelId = 1);")]
    [InlineData("await Task.Run(async () => { await configs.GetAsync(2); await configs.UpdateAsync(Guild, e => e.WelcomeChannelId = 1); await cache.RefreshAsync(2); });")]
    [InlineData("await ReadAsync(); await configs.UpdateAsync(Guild, e => e.WelcomeChannelId = 1); async Task ReadAsync() => await configs.GetAsync(2);")]
    public Task Call_OutsideOrOnTheTransaction_IsNotReported(string statements) => VerifyAsync(statements);

    [Theory]
    [InlineData("await configs.UpdateAsync(Guild, e => { _ = {|#0:configs.GetAsync(2)|}; });", "'IGuildConfigService.GetAsync' inside an edit would wait for itself; use the editor")]
    [InlineData("await configs.TransactAsync(async (unit, token) => await {|#0:changes.UndoAsync(2, 1)|});", "'IGuildConfigChangeLog.UndoAsync' inside a unit of work would wait for itself; use the transaction")]
    public Task Message_AnyCall_SaysWhatToUse(string statements, string message)
        => Analysis.VerifyMessageAsync<NestedCallAnalyzer>(HostSource.With(statements), DiagnosticResult.CompilerWarning("GC0002").WithMessage(message));

    private static Task VerifyAsync(string statements) => Analysis.VerifyAsync<NestedCallAnalyzer>(HostSource.With(statements));
}
