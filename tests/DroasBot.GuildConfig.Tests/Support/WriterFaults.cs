using System.Data.Common;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>Makes the writer's connection fail on demand, and counts its commits.</summary>
internal sealed class WriterFaults
{
    private const int Busy = 5;
    private const int Constraint = 19;

    private int _opened;
    private int _begun;
    private int _committed;

    /// <summary>Gets or sets what fails: called with "open", "begin", "signal" or a statement's text, and with the statement; returns the exception to throw.</summary>
    public Func<string, DbCommand?, Exception?>? Fault { get; set; }

    /// <summary>Gets whether the engine leaves a transaction in doubt when COMMIT gets no response.</summary>
    public bool LeavesDoubt { get; init; }

    /// <summary>Gets or sets what happens after a statement was executed: called with its text, returns the exception to throw instead of its response.</summary>
    public Func<string, Exception?>? LostAnswer { get; set; }

    public int Opened => Volatile.Read(ref _opened);

    public int Begun => Volatile.Read(ref _begun);

    /// <summary>Gets how many transactions the engine has committed on the writer's connections.</summary>
    public int Committed => Volatile.Read(ref _committed);

    public static Exception Transient() => new SqliteException("database is locked", Busy);

    public static Exception Permanent() => new SqliteException("constraint failed", Constraint);

    /// <summary>Creates a fault that occurs a number of times at one step, and then no more.</summary>
    public static Func<string, DbCommand?, Exception?> Times(int times, string step, Func<Exception> exception)
        => (at, _) => at.StartsWith(step, StringComparison.Ordinal) && Interlocked.Decrement(ref times) >= 0 ? exception() : null;

    public void AddTo(IServiceCollection services)
    {
        services.AddSingleton(this);
        services.AddSingleton<SqliteConnections>();
        services.AddSingleton<SqliteDialect>();
        services.AddSingleton<IDatabaseConnections, FaultyConnections>();
        services.AddSingleton<IDatabaseDialect, FaultyDialect>();
    }

    public void Reach(string step, DbCommand? command = null)
    {
        _ = step switch
        {
            "open" => Interlocked.Increment(ref _opened),
            "begin" => Interlocked.Increment(ref _begun),
            _ => 0,
        };
        if (Fault?.Invoke(step, command) is { } fault)
        {
            throw fault;
        }
    }

    /// <summary>Loses the response to an executed statement, if it is to be lost.</summary>
    public void Leave(string step)
    {
        if (LostAnswer?.Invoke(step) is { } lost)
        {
            throw lost;
        }
    }

    public void CountCommit() => Interlocked.Increment(ref _committed);
}
