using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>Gives each test an empty database of the tested engine.</summary>
public abstract class StoreContract : IAsyncLifetime
{
    private ContractStore? _store;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected ContractStore Store => _store!;

    public ValueTask InitializeAsync()
    {
        _store = CreateStore();
        return ValueTask.CompletedTask;
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    protected abstract ContractStore CreateStore();
}
