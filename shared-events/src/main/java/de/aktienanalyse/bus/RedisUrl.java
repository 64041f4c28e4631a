package de.aktienanalyse.bus;

import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Where Redis is:
///
/// * `redis://[[user]:password@]host:port`, one Redis; `rediss://…` over TLS
/// * `redis-sentinel://[[user]:password@]host:port,host:port#master`, the one that Sentinel names
/// * `redis-cluster://[[user]:password@]host:port,host:port`, a cluster; `rediss-cluster://…` over
///   TLS
final class RedisUrl {
    private static final Pattern CLUSTER =
            Pattern.compile("(rediss?)-cluster://((?:[^@]*@)?)([^/@]+)/?");

    private RedisUrl() {}

    static boolean isCluster(String url) {
        return url.startsWith("redis-cluster:") || url.startsWith("rediss-cluster:");
    }

    static List<RedisURI> parse(String url, Duration timeout) {
        List<RedisURI> uris = isCluster(url) ? cluster(url) : List.of(RedisURI.create(url));
        uris.forEach(uri -> {
            uri.setTimeout(timeout);
            uri.getSentinels().forEach(sentinel -> sentinel.setTimeout(timeout));
        });
        return uris;
    }

    private static List<RedisURI> cluster(String url) {
        Matcher parts = CLUSTER.matcher(url);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "The address of a cluster must look like"
                            + " redis-cluster://:PASSWORD@HOST:PORT,HOST:PORT");
        }
        return Stream.of(parts.group(3).split(","))
                .map(host -> RedisURI.create(parts.group(1) + "://" + parts.group(2) + host))
                .toList();
    }
}
