using System.Text.Json;

namespace DroasBot.GuildConfig.Settings;

/// <summary>Finds the stored text of items that remain in a list after others were added or removed. Each is found once.</summary>
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
