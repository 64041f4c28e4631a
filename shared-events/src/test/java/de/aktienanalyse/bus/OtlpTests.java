package de.aktienanalyse.bus;

import static de.aktienanalyse.bus.EventBusContract.cancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import de.aktienanalyse.events.OrderEvent.Cancelled;
import de.aktienanalyse.events.OrderEvent.Expired;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/// Two services as they are started, and a collector of traces.
class OtlpTests {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String FROM_OUTSIDE = "00-" + TRACE + "-00f067aa0ba902b7-01";

    @TempDir Path dir;

    private static final List<String> heard = new CopyOnWriteArrayList<>();

    private final List<Exported> exported = new CopyOnWriteArrayList<>();
    private final List<ConfigurableApplicationContext> services = new ArrayList<>();
    private TestRedis redis;
    private HttpServer collector;

    /// What of a span the test looks at.
    private record Exported(
            String trace, String span, String parent, String name, long start, long end) {}

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Verwaltung {
        @Bean
        Flow flow() {
            return new Flow("a.first")
                    .hears(Cancelled.class)
                    .says(Expired.class)
                    .by(event ->
                            List.of(
                                    new Expired(
                                            event.data().orderId(),
                                            event.data().symbol(),
                                            null,
                                            Instant.EPOCH,
                                            null,
                                            null,
                                            null)));
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Auswertung {
        @Bean
        Flow flow() {
            return new Flow("b.second")
                    .hears(Expired.class)
                    .quietly(event -> heard.add(String.valueOf(event.traceparent())));
        }
    }

    @BeforeEach
    void startCollector() throws IOException {
        heard.clear();
        redis = TestRedis.start();
        collector =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext(
                "/v1/traces",
                exchange -> {
                    collect(exchange.getRequestBody().readAllBytes());
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        collector.start();
    }

    @AfterEach
    void stop() {
        services.forEach(ConfigurableApplicationContext::close);
        collector.stop(0);
        redis.close();
    }

    private ConfigurableApplicationContext service(
            Class<?> service, String name, String... settings) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "--spring.config.import=classpath:aktien.yaml",
                                "--spring.application.name=" + name,
                                "--aktien.database=" + name + ".db",
                                "--AKTIEN_DATA_DIR=" + dir,
                                "--AKTIEN_REDIS_URL=" + redis.url(),
                                "--management.opentelemetry.tracing.export.schedule-delay=50ms",
                                "--logging.level.root=warn"));
        all.addAll(List.of(settings));
        ConfigurableApplicationContext started =
                new SpringApplicationBuilder(service)
                        .web(WebApplicationType.NONE)
                        .run(all.toArray(String[]::new));
        services.add(started);
        return started;
    }

    @Test
    void oneTraceGoesThroughTwoServicesAndItsSpansAreThoseInTheEnvelopes() {
        String endpoint =
                "--AKTIEN_OTLP_ENDPOINT=http://127.0.0.1:"
                        + collector.getAddress().getPort()
                        + "/v1/traces";
        ConfigurableApplicationContext verwaltung =
                service(Verwaltung.class, "verwaltung", endpoint);
        service(Auswertung.class, "auswertung", endpoint);

        verwaltung
                .getBean(EventBus.class)
                .publish(
                        cancelled("o-1", "AAPL"), new Cause("c-1", null, null, FROM_OUTSIDE, null));

        await().until(() -> heard.size() == 1);
        await().atMost(Duration.ofSeconds(20)).until(() -> named("wait b.second").size() == 1);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> named("b.second trading.order.expired").size() == 1);
        Exported first = named("a.first trading.order.cancelled").getFirst();
        Exported said = named("say trading.order.expired").getFirst();
        Exported waited = named("wait b.second").getFirst();
        Exported second = named("b.second trading.order.expired").getFirst();
        assertThat(List.of(first, said, waited, second))
                .allSatisfy(span -> assertThat(span.trace()).isEqualTo(TRACE));
        assertThat(first.parent()).isEqualTo("00f067aa0ba902b7");
        assertThat(said.parent()).isEqualTo(first.span());
        assertThat(heard).containsExactly("00-" + TRACE + "-" + said.span() + "-01");
        assertThat(second.parent()).isEqualTo(said.span());
        assertThat(waited.parent()).isEqualTo(said.span());
        assertThat(waited.start()).isLessThan(waited.end());
        assertThat(waited.end()).isLessThanOrEqualTo(second.end());
    }

    @Test
    void withoutACollectorNothingOfItIsStarted() {
        ConfigurableApplicationContext service = service(Auswertung.class, "auswertung");

        assertThat(service.getBeanNamesForType(OpenTelemetry.class)).isEmpty();
        assertThat(service.getBeanNamesForType(Tracer.class)).isEmpty();
    }

    private List<Exported> named(String beginning) {
        return exported.stream().filter(span -> span.name().startsWith(beginning)).toList();
    }

    /// ExportTraceServiceRequest → resource_spans (1) → scope_spans (2) → spans (2).
    private void collect(byte[] request) {
        fields(
                request,
                (number, resource) -> {
                    if (number == 1) {
                        fields(
                                resource,
                                (inResource, scope) -> {
                                    if (inResource == 2) {
                                        fields(
                                                scope,
                                                (inScope, span) -> {
                                                    if (inScope == 2) {
                                                        exported.add(span(span));
                                                    }
                                                });
                                    }
                                });
                    }
                });
    }

    private static Exported span(byte[] bytes) {
        Map<Integer, byte[]> fields = new TreeMap<>();
        fields(bytes, fields::putIfAbsent);
        return new Exported(
                hex(fields, 1),
                hex(fields, 2),
                hex(fields, 4),
                new String(fields.getOrDefault(5, new byte[0]), StandardCharsets.UTF_8),
                number(fields, 7),
                number(fields, 8));
    }

    private static String hex(Map<Integer, byte[]> fields, int number) {
        return HexFormat.of().formatHex(fields.getOrDefault(number, new byte[0]));
    }

    private static long number(Map<Integer, byte[]> fields, int number) {
        return ByteBuffer.wrap(fields.getOrDefault(number, new byte[8]))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
    }

    /// Fields of a Protocol Buffers message that have bytes.
    private static void fields(byte[] message, BiConsumer<Integer, byte[]> each) {
        ByteBuffer in = ByteBuffer.wrap(message);
        while (in.hasRemaining()) {
            long key = varint(in);
            int length =
                    switch ((int) (key & 7)) {
                        case 1 -> 8;
                        case 2 -> (int) varint(in);
                        case 5 -> 4;
                        default -> {
                            varint(in);
                            yield -1;
                        }
                    };
            if (length >= 0) {
                byte[] value = new byte[length];
                in.get(value);
                each.accept((int) (key >>> 3), value);
            }
        }
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
