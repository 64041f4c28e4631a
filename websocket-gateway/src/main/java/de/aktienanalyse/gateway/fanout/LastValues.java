package de.aktienanalyse.gateway.fanout;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The newest LATEST message per key: what was heard and, from before the start, what the bus
/// keeps. Belongs to the writer's thread.
final class LastValues {
    private static final int AT_MOST = 50_000;

    private final Map<String, News> byKey = new LinkedHashMap<>();

    /// Keeps it when it is LATEST.
    void keep(News news) {
        String key = news.frame().key();
        if (key != null && (byKey.size() < AT_MOST || byKey.containsKey(key))) {
            byKey.put(key, news);
        }
    }

    /// Keeps it unless something was heard since: that is newer than what the bus kept when it was
    /// asked.
    void keepOlder(News news) {
        String key = news.frame().key();
        if (key != null && !byKey.containsKey(key)) {
            keep(news);
        }
    }

    List<News> wantedBy(Subscription subscription) {
        List<News> wanted = new ArrayList<>();
        for (News news : byKey.values()) {
            if (subscription.wants(news)) {
                wanted.add(news);
            }
        }
        return wanted;
    }
}
