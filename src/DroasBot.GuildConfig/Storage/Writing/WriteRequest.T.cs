using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Storage.Writing;

/// <inheritdoc/>
/// <typeparam name="T">What the unit of work returns to its caller.</typeparam>
internal sealed class WriteRequest<T>(Func<UnitOfWork, Task<T>> work, ReentrancyGuard scope) : WriteRequest
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ExecutionContext? _caller = ExecutionContext.Capture();
    private T? _result;

    public async Task<T> WaitAsync(CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                var request = (WriteRequest<T>)state!;
                if (request.TryWithdraw())
                {
                    request._completion.TrySetCanceled(token);
                }
            },
            this);
        return await _completion.Task.ConfigureAwait(false);
    }

    public override async Task RunAsync(UnitOfWork unit)
    {
        try
        {
            _result = await scope.RunAsync(_caller, () => work(unit)).ConfigureAwait(false);
            Failure = unit.RollbackCause;
        }
        catch (Exception failure)
        {
            Failure = unit.RollbackCause ?? failure;
        }
    }

    public override void Complete()
    {
        switch (Failure)
        {
            case null:
                _completion.TrySetResult(_result!);
                break;
            case OperationCanceledException cancelled:
                _completion.TrySetCanceled(cancelled.CancellationToken);
                break;
            default:
                _completion.TrySetException(Failure);
                break;
        }
    }

    public override void Fail(Exception error) => _completion.TrySetException(error);
}
