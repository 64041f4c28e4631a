package de.aktienanalyse.bus;

import static de.aktienanalyse.bus.EventBusContract.cancel;
import static de.aktienanalyse.bus.EventBusContract.cancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.aktienanalyse.commands.Command.CancelOrder;
import de.aktienanalyse.events.OrderEvent.Cancelled;
import de.aktienanalyse.events.OrderEvent.Expired;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationView;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;

class TracesTests {
    private static final String FROM_OUTSIDE =
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @TempDir Path dir;

    private final List<Cause> causes = new CopyOnWriteArrayList<>();
    private final List<String> ids = new CopyOnWriteArrayList<>();
    private final List<String> names = Collections.synchronizedList(new ArrayList<>());
    private TestRedis redis;

    @BeforeEach
    void startRedis() {
        redis = TestRedis.start();
    }

    @AfterEach
    void stopRedis() {
        redis.close();
    }

    private BusNode node(Traces traces) {
        BusNode node =
                new BusNode(
                        "verwaltung",
                        "verwaltung-1",
                        new RedisLink(redis.url()),
                        dir.resolve("depot.db"),
                        Clock.systemUTC(),
                        traces);
        node.bus.react(
                "a.first",
                Cancelled.class,
                event -> {
                    ids.add(MDC.get(Traces.EVENT_ID) + " " + MDC.get(Traces.CORRELATION_ID));
                    causes.add(Cause.of(event));
                    return List.of(
                            new Expired(
                                    event.data().orderId(),
                                    event.data().symbol(),
                                    null,
                                    Instant.EPOCH,
                                    null,
                                    null,
                                    null));
                });
        node.bus.react(
                "a.second",
                Expired.class,
                event -> {
                    causes.add(Cause.of(event));
                    return List.of();
                });
        return node;
    }

    /// What a tracer does: spans of the trace that came in, or of a new one, and each into what is
    /// sent.
    private final class Tracer implements ObservationHandler<Observation.Context> {
        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }

        @Override
        public void onStart(Observation.Context context) {
            names.add(String.valueOf(context.getContextualName()));
            if (context instanceof SenderContext<?> sending) {
                send(sending);
            }
        }

        private <C> void send(SenderContext<C> sending) {
            String parent = received(sending.getParentObservation());
            String trace = parent == null ? "1".repeat(32) : parent.split("-")[1];
            sending.getSetter()
                    .set(
                            sending.getCarrier(),
                            "traceparent",
                            "00-" + trace + "-" + "2".repeat(16) + "-01");
        }

        private @Nullable String received(@Nullable ObservationView parent) {
            return parent != null && parent.getContextView() instanceof ReceiverContext<?> context
                    ? received(context)
                    : null;
        }

        private <C> @Nullable String received(ReceiverContext<C> context) {
            C carrier = context.getCarrier();
            return carrier == null ? null : context.getGetter().get(carrier, "traceparent");
        }
    }

    private Traces collected() {
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new Tracer());
        return new Traces(registry, Clock.systemUTC());
    }

    @Test
    void aTraceThatBeganElsewhereGoesOnThroughWhatFollows() {
        try (BusNode node = node(collected())) {
            node.start();
            node.bus.publish(
                    cancelled("o-1", "AAPL"), new Cause("c-1", null, null, FROM_OUTSIDE, null));
            await().until(() -> causes.size() == 2);

            assertThat(causes.getFirst().traceparent()).isEqualTo(FROM_OUTSIDE);
            assertThat(causes.get(1).traceparent())
                    .isEqualTo("00-4bf92f3577b34da6a3ce929d0e0e4736-2222222222222222-01");
            assertThat(names)
                    .containsSubsequence(
                            "a.first trading.order.cancelled",
                            "say trading.order.expired",
                            "a.second trading.order.expired");
        }
    }

    @Test
    void whatNobodyAskedForBeginsATrace() {
        try (BusNode node = node(collected())) {
            node.start();
            node.bus.publish(cancelled("o-1", "AAPL"));
            await().until(() -> causes.size() == 2);

            assertThat(causes.get(1).traceparent())
                    .isEqualTo("00-" + "1".repeat(32) + "-2222222222222222-01");
        }
    }

    @Test
    void whileNobodyCollectsTheTraceIsKeptAsItIs() {
        try (BusNode node = node(Traces.none())) {
            node.start();
            node.bus.publish(
                    cancelled("o-1", "AAPL"), new Cause("c-1", null, null, FROM_OUTSIDE, null));
            await().until(() -> causes.size() == 2);

            assertThat(causes.get(1).traceparent()).isEqualTo(FROM_OUTSIDE);
        }
    }

    @Test
    void logLinesOfReactionsAndCommandsCarryTheirIds() throws Exception {
        try (BusNode node = node(Traces.none())) {
            node.bus.obey(
                    CancelOrder.class,
                    command -> {
                        ids.add(MDC.get(Traces.EVENT_ID) + " " + MDC.get(Traces.CORRELATION_ID));
                        return Outcome.success(Map.of("taken", true));
                    });
            node.start();
            node.bus.publish(cancelled("o-1", "AAPL"), new Cause("c-1", null, null, null, null));
            await().until(() -> causes.size() == 2);
            node.bus.ask(cancel("command-1", "o-2", null)).get();

            assertThat(ids.getFirst()).isEqualTo(causes.getFirst().causationId() + " c-1");
            assertThat(ids.getLast()).isEqualTo("command-1 correlation-command-1");
            assertThat(MDC.get(Traces.EVENT_ID)).isNull();
        }
    }
}
