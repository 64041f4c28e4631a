package de.aktienanalyse.gateway.limits;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// A bucket for each address or user. Those who have not asked for long are forgotten, so that
/// nobody fills the memory with names.
final class Buckets {
    private static final int REMEMBERED = 10_000;

    private final Map<String, TokenBucket> buckets = new ConcurrentHashMap<>();
    private final Supplier<TokenBucket> fresh;

    Buckets(Supplier<TokenBucket> fresh) {
        this.fresh = fresh;
    }

    TokenBucket of(String name) {
        if (buckets.size() >= REMEMBERED && !buckets.containsKey(name)) {
            // A full bucket is like a new one.
            buckets.values().removeIf(TokenBucket::isFull);
        }
        return buckets.computeIfAbsent(name, _ -> fresh.get());
    }
}
