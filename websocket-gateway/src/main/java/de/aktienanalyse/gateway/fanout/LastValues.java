package de.aktienanalyse.gateway.fanout;

import de.aktienanalyse.bus.Position;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The newest LATEST message per key, in whatever order they came: live, read from what the bus
/// keeps, or ready-made. Belongs to the writer's thread.
final class LastValues {
    private static final int AT_MOST = 50_000;

    private final Map<String, Kept> byKey = new LinkedHashMap<>();
    private final long epoch;
    private long count;

    /// @param number counts what was kept, in the order in which it came
    private record Kept(News news, long number) {}

    /// @param epoch another one for each gateway and start: marks of one mean nothing to another
    LastValues(long epoch) {
        this.epoch = epoch;
    }

    /// What is kept so far.
    Position mark() {
        return new Position(Fanout.VALUES, epoch, count);
    }

    /// Keeps it when it is LATEST.
    ///
    /// @return false when it is no news: there is a newer one, or it is the one that is there
    boolean keep(News news) {
        String key = news.frame().key();
        if (key == null) {
            return true;
        }
        Kept before = byKey.get(key);
        if (before != null && !news.isNewerThan(before.news())) {
            return false;
        }
        if (before != null || byKey.size() < AT_MOST) {
            byKey.put(key, new Kept(news, ++count));
        }
        return true;
    }

    /// Each once, however many want it.
    List<News> wantedBy(Collection<Subscription> wanting) {
        return wantedBy(wanting, 0);
    }

    /// Those that came after the mark; all of them when it is none of ours.
    List<News> wantedBy(Collection<Subscription> wanting, Position after) {
        return wantedBy(wanting, after.epoch() == epoch ? after.sequence() : 0);
    }

    private List<News> wantedBy(Collection<Subscription> wanting, long after) {
        List<News> wanted = new ArrayList<>();
        Map<String, List<Subscription>> byEvent = new HashMap<>();
        for (Kept kept : byKey.values()) {
            News news = kept.news();
            if (kept.number() <= after) {
                continue;
            }
            List<Subscription> asking =
                    byEvent.computeIfAbsent(
                            news.frame().event(),
                            event ->
                                    wanting.stream()
                                            .filter(each -> each.events().matches(event))
                                            .toList());
            if (asking.stream().anyMatch(each -> each.wants(news))) {
                wanted.add(news);
            }
        }
        return wanted;
    }
}
