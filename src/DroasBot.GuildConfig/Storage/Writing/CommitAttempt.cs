namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>A batch on its way to being committed, over as many attempts as that takes.</summary>
internal sealed class CommitAttempt(IReadOnlyList<WriteRequest> batch)
{
    private readonly List<WriteRequest> _rest = [];

    /// <summary>Gets the requests that are committed together.</summary>
    public IReadOnlyList<WriteRequest> Requests { get; private set; } = batch;

    /// <summary>Gets the requests that another batch has to take.</summary>
    public IReadOnlyList<WriteRequest> Rest => _rest;

    /// <summary>Gets the requests that were left behind, each with what ends when it returns.</summary>
    public List<(WriteRequest Request, Task Running)> LeftBehind { get; } = [];

    /// <summary>Gets or sets what the last attempt was to write; <see langword="null"/> if that was nothing.</summary>
    public WritePlan? Plan { get; set; }

    /// <summary>Gets or sets the id of a transaction whose COMMIT was not answered.</summary>
    public string? TransactionInDoubt { get; set; }

    /// <summary>Gets whether what was planned is not to be kept: the request that has the transaction to itself failed, or only tries.</summary>
    public bool IsTakenBack => Requests is [{ IsExclusive: true, Failure: not null }] or [{ IsDryRun: true }];

    public WriteNeeds Needs() => WriteNeeds.Of(Requests.Select(static request => request.Operation).OfType<GuildOperation>());

    /// <summary>Keeps the requests that are in the plan; those after them are for later.</summary>
    /// <param name="planned">How many are in the plan.</param>
    /// <param name="running">What the next one is still running in; <see langword="null"/> if it has not begun.</param>
    public void Keep(int planned, Task? running)
    {
        if (running is not null)
        {
            LeftBehind.Add((Requests[planned], running));
        }

        _rest.InsertRange(0, Requests.Skip(running is null ? planned : planned + 1));
        Requests = [.. Requests.Take(planned)];
    }

    /// <summary>Answers requests with an error, and goes on without them.</summary>
    public void FailWhere(Predicate<WriteRequest> condition, Exception error)
    {
        foreach (var request in Requests)
        {
            if (condition(request))
            {
                request.Fail(error);
            }
        }

        Requests = [.. Requests.Where(request => !condition(request))];
    }
}
