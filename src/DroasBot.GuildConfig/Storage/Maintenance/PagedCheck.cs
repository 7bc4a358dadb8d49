namespace DroasBot.GuildConfig.Storage.Maintenance;

/// <summary>A check that reads a table by key, page by page. Each page is one statement, so it sees one snapshot.</summary>
internal abstract class PagedCheck(int pageSize)
{
    private long _from = long.MinValue;
    private int _visited;

    /// <summary>Gets the statement that reads at most <c>@limit</c> rows whose key is at least <c>@from</c>, ordered by key.</summary>
    public abstract Statement Statement { get; }

    public bool IsDone { get; private set; }

    /// <summary>Gets how many rows of this page have been visited.</summary>
    public int Visited => _visited;

    /// <summary>Gets whether no row of this page has been visited yet.</summary>
    protected bool IsAtStartOfPage => _visited == 0;

    /// <summary>Gets the parameter values of the next page.</summary>
    public object?[] BeginPage()
    {
        _visited = 0;
        return [_from, (long)pageSize];
    }

    public abstract void Visit(StoredRow row);

    public void EndPage() => IsDone |= _visited < pageSize;

    /// <summary>Records that a row has been visited.</summary>
    protected void MoveBehind(long key)
    {
        _visited++;
        IsDone = key == long.MaxValue;
        _from = IsDone ? key : key + 1;
    }
}
