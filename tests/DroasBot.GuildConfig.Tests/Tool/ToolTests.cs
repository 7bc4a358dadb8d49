using Xunit;

namespace DroasBot.GuildConfig.Tests.Tool;

/// <summary>A test of commands on a database.</summary>
public abstract class ToolTests : IAsyncLifetime
{
    protected const string Guild = "1034567890123456789";
    protected const string Channel = "1034567890123999999";

    private protected ToolRun Tool { get; } = new();

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await Tool.WithDatabaseAsync();

    public ValueTask DisposeAsync()
    {
        Tool.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private protected Task<ToolOutcome> RunAsync(params string[] words) => Tool.RunAsync(words);

    private protected async Task<ToolOutcome> SucceedAsync(params string[] words) => (await Tool.RunAsync(words)).AssertSucceeded();
}
