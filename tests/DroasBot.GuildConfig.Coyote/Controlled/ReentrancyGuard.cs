#pragma warning disable CA1822 // Matches the library's.
namespace DroasBot.GuildConfig.Internal;

/// <summary>Replaces the library's class: it leaves execution contexts alone, since Coyote does not control them, and no scenario calls the service from inside a unit of work.</summary>
internal sealed class ReentrancyGuard
{
    public void ThrowIfInside()
    {
    }

    public T Run<T>(ExecutionContext? caller, Func<T> work) => work();

    public Task<T> RunAsync<T>(ExecutionContext? caller, Func<Task<T>> work) => work();
}
