package de.aktienanalyse.gateway.fanout;

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

    private final Map<String, News> byKey = new LinkedHashMap<>();

    /// Keeps it when it is LATEST.
    ///
    /// @return false when it is no news: there is a newer one, or it is the one that is there
    boolean keep(News news) {
        String key = news.frame().key();
        if (key == null) {
            return true;
        }
        News before = byKey.get(key);
        if (before != null && !news.isNewerThan(before)) {
            return false;
        }
        if (before != null || byKey.size() < AT_MOST) {
            byKey.put(key, news);
        }
        return true;
    }

    /// Each once, however many want it.
    List<News> wantedBy(Collection<Subscription> wanting) {
        List<News> wanted = new ArrayList<>();
        Map<String, List<Subscription>> byEvent = new HashMap<>();
        for (News news : byKey.values()) {
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
