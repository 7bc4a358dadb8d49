#pragma warning disable CA1822 // As the library's.
namespace DroasBot.GuildConfig.Internal;

/// <summary>In the place of the library's: execution contexts, which Coyote does not control, are left as they are, and no scenario calls the service from inside a unit of work.</summary>
internal sealed class ReentrancyGuard
{
    public void ThrowIfInside()
    {
    }

    public T Run<T>(ExecutionContext? caller, Func<T> work) => work();

    public Task<T> RunAsync<T>(ExecutionContext? caller, Func<Task<T>> work) => work();
}
