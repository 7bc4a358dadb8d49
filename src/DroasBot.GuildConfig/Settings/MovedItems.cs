using System.Text.Json;

namespace DroasBot.GuildConfig.Settings;

/// <summary>The items of a list of which some were added or removed: finds the stored text of those that are still there. Each is found once.</summary>
internal sealed class MovedItems
{
    private readonly Dictionary<string, Queue<Range>> _places = [];

    public MovedItems(JsonElement[] items, List<Range> places, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            var text = items[i].GetRawText();
            if (!_places.TryGetValue(text, out var queue))
            {
                _places[text] = queue = new Queue<Range>();
            }

            queue.Enqueue(places[i]);
        }
    }

    public Range? Take(JsonElement item)
        => _places.TryGetValue(item.GetRawText(), out var places) && places.TryDequeue(out var place) ? place : null;
}
