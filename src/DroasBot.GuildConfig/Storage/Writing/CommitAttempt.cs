namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>A batch that is being committed, in one or more attempts.</summary>
internal sealed class CommitAttempt(IReadOnlyList<WriteRequest> batch)
{
    private readonly List<WriteRequest> _rest = [];

    /// <summary>Gets the requests that are committed together.</summary>
    public IReadOnlyList<WriteRequest> Requests { get; private set; } = batch;

    /// <summary>Gets the requests for another batch.</summary>
    public IReadOnlyList<WriteRequest> Rest => _rest;

    /// <summary>Gets the requests that were left behind, each with the task that it is still running in.</summary>
    public List<(WriteRequest Request, Task Running)> LeftBehind { get; } = [];

    /// <summary>Gets or sets the plan of the last attempt; <see langword="null"/> if it had nothing to write.</summary>
    public WritePlan? Plan { get; set; }

    /// <summary>Gets or sets the id of a transaction whose COMMIT was not answered.</summary>
    public string? TransactionInDoubt { get; set; }

    /// <summary>Gets whether to roll back: the exclusive request failed, or is a dry run.</summary>
    public bool IsTakenBack => Requests is [{ IsExclusive: true, Failure: not null }] or [{ IsDryRun: true }];

    public WriteNeeds Needs() => WriteNeeds.Of(Requests.Select(static request => request.Operation).OfType<GuildOperation>());

    /// <summary>Keeps the requests that are in the plan; later ones are for another batch.</summary>
    /// <param name="planned">How many are in the plan.</param>
    /// <param name="running">The task that the next one is still running in; <see langword="null"/> if it has not begun.</param>
    public void Keep(int planned, Task? running)
    {
        if (running is not null)
        {
            LeftBehind.Add((Requests[planned], running));
        }

        _rest.InsertRange(0, Requests.Skip(running is null ? planned : planned + 1));
        Requests = [.. Requests.Take(planned)];
    }

    /// <summary>Fails requests, and continues without them.</summary>
    /// <param name="condition">May depend on the time: it is evaluated once per request, so that a request that is removed has an answer.</param>
    /// <param name="error">Their answer.</param>
    public void FailWhere(Predicate<WriteRequest> condition, Exception error)
    {
        var remaining = new List<WriteRequest>(Requests.Count);
        foreach (var request in Requests)
        {
            if (condition(request))
            {
                request.Fail(error);
            }
            else
            {
                remaining.Add(request);
            }
        }

        Requests = remaining;
    }
}
