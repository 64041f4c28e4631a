package de.aktienanalyse.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.KillArgs;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Links that look well and are not. The looks, which the bus takes each two seconds, are taken by
/// the test, so that nothing here depends on time.
class LinkTests {
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<String> confirmed = new CopyOnWriteArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RedisPubSubAdapter<String, byte[]> listener =
            new RedisPubSubAdapter<>() {
                @Override
                public void message(String pattern, String channel, byte[] message) {
                    heard.add(new String(message, StandardCharsets.UTF_8));
                }

                @Override
                public void psubscribed(String pattern, long count) {
                    confirmed.add(pattern);
                }

                @Override
                public void message(String channel, byte[] message) {
                    if (!channel.startsWith(Keys.PROBE)) {
                        heard.add(new String(message, StandardCharsets.UTF_8));
                    }
                }
            };
    private TestRedis redis;
    private TcpProxy proxy;
    private RedisLink direct;
    private RedisLink behindProxy;

    @BeforeEach
    void connect() throws IOException {
        redis = TestRedis.start();
        proxy = new TcpProxy(Integer.parseInt(redis.url().replaceAll(".*:", "")));
        direct = new RedisLink(redis.url());
        direct.open();
        behindProxy = new RedisLink(proxy.url(), null, Duration.ofMillis(500));
        behindProxy.open();
    }

    @AfterEach
    void disconnect() throws IOException {
        behindProxy.close();
        direct.close();
        proxy.close();
        redis.close();
    }

    private HearingLink hearing(RedisLink commands) {
        HearingLink link =
                new HearingLink(
                        commands,
                        List.of("trading.*"),
                        List.of("aktienanalyse:exact"),
                        listener,
                        new BusMetrics(meters));
        link.open();
        return link;
    }

    private void say(String channel, String text) {
        direct.sync().publish(channel, text.getBytes(StandardCharsets.UTF_8));
    }

    private double madeAnew() {
        return meters.find("aktien_bus_link_made_anew").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    @Test
    void aLinkThatHearsNothingThoughTcpIsWellIsMadeAnew() {
        HearingLink link = hearing(behindProxy);
        say("trading.order.x", "one");
        await().until(() -> heard.equals(List.of("one")));

        proxy.swallow();
        say("trading.order.x", "lost");
        // The command link, silent as well, is found first: without it nothing can be asked.
        await().pollInterval(Duration.ofMillis(50)).until(behindProxy::look);
        await().pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    link.look();
                    return madeAnew() == 1;
                });

        say("trading.order.x", "two");
        say("aktienanalyse:exact", "three");
        await().until(() -> heard.equals(List.of("one", "two", "three")));
        assertThat(confirmed)
                .as("by this the bus knows that it heard nothing for a while")
                .containsExactly("trading.*", "trading.*");
        link.close();
    }

    @Test
    void anIdleLinkDoesNotTrip() {
        HearingLink link = hearing(behindProxy);
        int[] looks = {0};
        await().pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    link.look();
                    return ++looks[0] == 30;
                });

        assertThat(madeAnew()).isZero();
        assertThat(behindProxy.look()).isFalse();
        link.close();
    }

    @Test
    void withoutLooksASilentLinkStarves() {
        HearingLink link = hearing(behindProxy);
        int before = proxy.connections();
        proxy.swallow();
        say("trading.order.x", "lost");

        HearingLink well = hearing(direct);
        say("trading.order.x", "two");
        await().until(() -> heard.contains("two"));
        assertThat(heard).containsExactly("two");
        assertThat(proxy.connections()).isEqualTo(before);
        link.close();
        well.close();
    }

    @Test
    void afterAnotherRedisTookThePlaceAllIsHeardAgain() {
        HearingLink link = hearing(behindProxy);
        direct.sync().clientKill(KillArgs.Builder.typePubsub());
        redis.replace();
        await().ignoreExceptions()
                .until(() -> {
                    link.look();
                    say("trading.order.x", "back");
                    return heard.contains("back");
                });
        link.close();
    }
}
