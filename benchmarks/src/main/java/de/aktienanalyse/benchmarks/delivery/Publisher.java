package de.aktienanalyse.benchmarks.delivery;

import de.aktienanalyse.benchmarks.browser.Said;
import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.bus.Keys;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.EventTypes;
import de.aktienanalyse.events.MarketEvent.BarClosed;
import de.aktienanalyse.events.MarketEvent.PriceUpdated;
import de.aktienanalyse.events.OrderEvent;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// Says fills and prices as services do, by the bus's own scripts, without a database: pipelined,
/// by plan.
final class Publisher implements Feed {
    static final Instant TIME = Instant.parse("2026-01-02T09:00:00Z");
    private static final int PARTITIONS = 4;

    private final EventCodec codec = new EventCodec();
    private final RedisClient client;
    private final StatefulRedisConnection<String, byte[]> redis;
    private final Said said;
    private final Quotes quotes;
    private final Map<String, Long> numbers = new HashMap<>();
    private final List<RedisFuture<List<Object>>> answers = new ArrayList<>();
    private final String publish;
    private final String latest;
    private final byte[] runId;
    private final byte[] epoch = bytes(System.currentTimeMillis());
    private int events;
    private int values;

    /// What a value is: the n-th of a subject.
    interface Quotes {
        PriceUpdated of(int subject, long n);
    }

    Publisher(String redisUrl, Said said) {
        this(redisUrl, said, Publisher::unmoved);
    }

    Publisher(String redisUrl, Said said, Quotes quotes) {
        this.said = said;
        this.quotes = quotes;
        client = RedisClient.create(redisUrl);
        redis = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
        publish = redis.sync().scriptLoad(script("publish.lua"));
        latest = redis.sync().scriptLoad(script("latest.lua"));
        runId =
                redis.sync()
                        .info("server")
                        .lines()
                        .filter(line -> line.startsWith("run_id:"))
                        .map(line -> bytes(line.substring(7).strip()))
                        .findFirst()
                        .orElseThrow();
        redis.setAutoFlushCommands(false);
    }

    private static byte[] script(String name) {
        try (InputStream in = EventCodec.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String symbol(int subject) {
        return "S%03d".formatted(subject);
    }

    /// The next event of the next subject.
    private void event(long stamp) {
        int subject = events++ % said.subjects();
        String symbol = symbol(subject);
        long n = said.nextEvent(subject);
        publish(symbol, fill(symbol, n, stamp));
    }

    private void publish(String symbol, Event event) {
        String type = EventTypes.nameOf(event.getClass());
        int slot = SlotHash.getSlot(symbol) % PARTITIONS;
        String partition = EventTypes.familyOf(type) + "." + slot;
        long number = numbers.merge(partition, 1L, Long::sum);
        answers.add(
                redis.async()
                        .evalsha(
                                publish,
                                ScriptOutputType.MULTI,
                                new String[] {Keys.stream(partition), Keys.meta(partition)},
                                runId,
                                epoch,
                                bytes("benchmark"),
                                bytes(number),
                                bytes(number - 1),
                                bytes(partition),
                                bytes(event.routingKey()),
                                encoded(type, event)));
    }

    /// The client's own order id is the number, the trade's the time it was planned to be said.
    private static Event fill(String symbol, long n, long stamp) {
        return new OrderEvent.Executed(
                "order-" + n,
                symbol,
                OrderEvent.Side.BUY,
                BigDecimal.TEN,
                new BigDecimal("182.50"),
                new BigDecimal("1825.00"),
                new BigDecimal("2.95"),
                "paper",
                OrderEvent.ExecutionStatus.FILLED,
                TIME,
                Long.toString(n),
                "depot-1",
                Long.toString(stamp),
                null,
                "USD",
                null,
                null,
                null,
                null);
    }

    private void value() {
        int subject = values++ % said.subjects();
        long n = said.nextValue(subject);
        Event price = quotes.of(subject, n);
        String type = EventTypes.nameOf(price.getClass());
        redis.async()
                .evalsha(
                        latest,
                        ScriptOutputType.INTEGER,
                        new String[] {Keys.latest(EventTypes.familyOf(type))},
                        bytes(price.routingKey()),
                        bytes(TIME.toEpochMilli() + n),
                        bytes(0),
                        encoded(type, price));
    }

    private static PriceUpdated unmoved(int subject, long n) {
        return new PriceUpdated(
                symbol(subject),
                null,
                new BigDecimal("182.75"),
                new BigDecimal("182.50"),
                new BigDecimal("0.25"),
                new BigDecimal("0.14"),
                BigDecimal.valueOf(n),
                TIME.plusMillis(n),
                "benchmark",
                "USD",
                null);
    }

    private byte[] encoded(String type, Event event) {
        return codec.encode(
                new EventEnvelope<>(
                        type,
                        UUID.randomUUID().toString(),
                        TIME,
                        "benchmark",
                        EventEnvelope.VERSION,
                        event,
                        event.routingKey(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null));
    }

    /// One value of each subject, so that a snapshot holds all.
    void everyValueOnce() {
        for (int i = 0; i < said.subjects(); i++) {
            value();
        }
        redis.flushCommands();
    }

    /// One bar of each subject, from which services learn that there is such a share.
    void everyBarOnce() {
        for (int subject = 0; subject < said.subjects(); subject++) {
            publish(
                    symbol(subject),
                    new BarClosed(
                            symbol(subject),
                            null,
                            TIME.minusSeconds(60),
                            TIME,
                            "PT1M",
                            new BigDecimal("182.50"),
                            new BigDecimal("183.10"),
                            new BigDecimal("182.05"),
                            new BigDecimal("182.75"),
                            BigDecimal.TEN,
                            "USD",
                            "benchmark",
                            false,
                            false));
        }
        confirmed();
    }

    void bars(Iterable<BarClosed> bars) {
        int unflushed = 0;
        for (BarClosed bar : bars) {
            publish(bar.symbol(), bar);
            if (++unflushed % 500 == 0) {
                redis.flushCommands();
            }
        }
        confirmed();
    }

    @Override
    public void burst(int count) {
        for (int i = 0; i < count; i++) {
            event(0);
            if (i % 500 == 499) {
                redis.flushCommands();
            }
        }
        confirmed();
    }

    @Override
    public void say(double eventsPerSecond, double valuesPerSecond, double seconds) {
        Plan.run(
                seconds,
                redis::flushCommands,
                new Plan.Part(eventsPerSecond, this::event),
                new Plan.Part(valuesPerSecond, _ -> value()));
        confirmed();
    }

    /// Redis has taken every event, or the count of what was said is wrong.
    private void confirmed() {
        redis.flushCommands();
        for (RedisFuture<List<Object>> answer : answers) {
            try {
                Object first = answer.get(30, TimeUnit.SECONDS).getFirst();
                if (!"OK".equals(new String((byte[]) first, StandardCharsets.US_ASCII))) {
                    throw new IllegalStateException("Not taken");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            } catch (java.util.concurrent.ExecutionException
                    | java.util.concurrent.TimeoutException e) {
                throw new IllegalStateException("Not taken", e);
            }
        }
        answers.clear();
    }

    private static byte[] bytes(long number) {
        return bytes(Long.toString(number));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        redis.close();
        client.shutdown();
    }
}
