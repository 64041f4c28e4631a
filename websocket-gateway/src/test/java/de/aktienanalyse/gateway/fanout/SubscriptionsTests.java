package de.aktienanalyse.gateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.gateway.outbound.Connection;
import de.aktienanalyse.gateway.outbound.Frame;
import de.aktienanalyse.gateway.outbound.OutboundMetrics;
import de.aktienanalyse.gateway.outbound.OutboundProperties;
import de.aktienanalyse.gateway.outbound.Socket;
import de.aktienanalyse.gateway.outbound.Writer;
import de.aktienanalyse.gateway.positions.Positions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionsTests {
    private static final List<String> EVENTS =
            List.of("market.price_update", "trading.order_filled", "analysis.complete");
    private static final List<String> GLOBS =
            List.of("*", "market.*", "trading.order_*", "analysis.complete", "market.price_update");
    private static final List<String> SYMBOLS = List.of("AAPL", "MSFT", "NVDA");

    private final Writer writer =
            new Writer(
                    new OutboundProperties(
                            1,
                            1,
                            Duration.ZERO,
                            Duration.ZERO,
                            Duration.ZERO,
                            Duration.ZERO,
                            Duration.ZERO,
                            Duration.ZERO),
                    new OutboundMetrics(new SimpleMeterRegistry()));
    private final List<Connection> present = new ArrayList<>();
    private final Subscriptions subscriptions = new Subscriptions(_ -> {});
    private int came;

    /// @param rarely how many changes lie between two looks: more than are remembered, too
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 300, 700})
    void whoGetsWhatIsMendedToWhatItWouldBeWorkedOutAnew(int rarely) {
        Random random = new Random(rarely);
        for (int i = 0; i < 5_000; i++) {
            change(random);
            if (i % rarely == 0) {
                News news = news(random);
                Map<String, Long> anew = new HashMap<>();
                present.forEach(connection -> {
                    long interval = subscriptions.interval(connection, news);
                    if (interval != Receivers.NOT) {
                        anew.put(connection.id(), interval);
                    }
                });
                Map<String, Long> mended = new HashMap<>();
                subscriptions
                        .receiversOf(news)
                        .forEach((connection, interval) ->
                                assertThat(mended.put(connection.id(), interval))
                                        .as("each once")
                                        .isNull());
                assertThat(mended).isEqualTo(anew);
            }
        }
    }

    private void change(Random random) {
        int what = random.nextInt(10);
        if (present.isEmpty() || what == 0) {
            present.add(new Connection("c" + came++, "127.0.0.1", null, new Nowhere(), writer));
            return;
        }
        Connection connection = present.get(random.nextInt(present.size()));
        if (what == 1) {
            present.remove(connection);
            subscriptions.remove(connection);
        } else if (what < 5) {
            subscriptions.remove(connection, any(GLOBS, random));
        } else {
            Subscription subscription =
                    new Subscription(
                            new Glob(any(GLOBS, random)),
                            random.nextBoolean() ? Set.of() : Set.of(any(SYMBOLS, random)),
                            null,
                            random.nextBoolean() ? null : 1.0 + random.nextInt(5),
                            false);
            subscriptions.add(connection, subscription, 200);
            if (random.nextBoolean()) {
                subscription.liveSince(new Positions());
                subscriptions.changed(connection);
            }
        }
    }

    private static News news(Random random) {
        @Nullable String symbol = random.nextBoolean() ? null : any(SYMBOLS, random);
        Frame frame = Frame.every(new byte[0], any(EVENTS, random));
        return new News(frame, symbol, null, null, null, null, null, null);
    }

    private static String any(List<String> names, Random random) {
        return names.get(random.nextInt(names.size()));
    }

    private static final class Nowhere implements Socket {
        @Override
        public Result write(ByteBuffer bytes, Done done) {
            return Result.FAILED;
        }

        @Override
        public void terminate() {}
    }
}
