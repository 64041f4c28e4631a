package de.aktienanalyse.verwaltung;

import de.aktienanalyse.bus.Answered;
import de.aktienanalyse.bus.Cause;
import de.aktienanalyse.bus.EventBus;
import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.bus.Flow;
import de.aktienanalyse.bus.InMemoryEventBus;
import de.aktienanalyse.bus.Transactions;
import de.aktienanalyse.commands.Command;
import de.aktienanalyse.commands.Command.GetPortfolio;
import de.aktienanalyse.commands.Command.PlaceOrder;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.commands.CommandTypes;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.MarketEvent.BarClosed;
import de.aktienanalyse.events.MarketEvent.PriceUpdated;
import de.aktienanalyse.events.OrderEvent.OrderType;
import de.aktienanalyse.events.OrderEvent.Side;
import de.aktienanalyse.events.OrderEvent.TimeInForce;
import de.aktienanalyse.verwaltung.broker.Broker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The whole service on one thread: its own beans and database file, the bus in memory. Days are
/// market days from 2012-05-01 on, counted from 1; each bar lasts one.
final class Desk implements AutoCloseable {
    static final String DEPOT = "depot-1";

    private static final Path MIGRATED = migrated();

    final MovableClock clock = new MovableClock();
    final InMemoryEventBus bus;
    private final AnnotationConfigApplicationContext context;
    private final SingleConnectionDataSource dataSource;
    private final JsonMapper mapper = new EventCodec().mapper();
    private int commands;

    private Desk(Path dir, Map<String, String> settings, @Nullable Broker broker) {
        Path file = dir.resolve("depot.db");
        if (!Files.exists(file)) {
            copyTo(file);
        }
        dataSource = open(file);
        TransactionTemplate transaction =
                new TransactionTemplate(new DataSourceTransactionManager(dataSource));
        bus = new InMemoryEventBus("verwaltung", clock, new Random(1), transactions(transaction));
        context = new AnnotationConfigApplicationContext();
        context.registerBean(DataSource.class, () -> dataSource);
        context.registerBean(JdbcClient.class, () -> JdbcClient.create(dataSource));
        context.registerBean(TransactionTemplate.class, () -> transaction);
        context.registerBean(Clock.class, () -> clock);
        context.registerBean(RandomGenerator.class, () -> new Random(2));
        context.registerBean(EventBus.class, () -> bus);
        context.registerBean(VerwaltungProperties.class, () -> properties(settings));
        if (broker != null) {
            context.registerBean("broker", Broker.class, () -> broker);
        }
        context.register(VerwaltungParts.class, VerwaltungFlow.class, VerwaltungStart.class);
        for (String feature :
                List.of(
                        "market",
                        "depot",
                        "orders",
                        "watchlist",
                        "ranking",
                        "alerts",
                        "imports",
                        "overview")) {
            context.scan("de.aktienanalyse.verwaltung." + feature);
        }
        context.refresh();
        context.getBeanProvider(Flow.class).orderedStream().forEach(bus::add);
        bus.start();
    }

    /// Migrated once and copied: that is what takes long.
    private static void copyTo(Path file) {
        try {
            Files.copy(MIGRATED, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path migrated() {
        try {
            Path file = Files.createTempFile("verwaltung", ".db");
            file.toFile().deleteOnExit();
            SingleConnectionDataSource source = open(file);
            Flyway.configure()
                    .dataSource(source)
                    .locations("classpath:db/migration/common")
                    .load()
                    .migrate();
            source.destroy();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SingleConnectionDataSource open(Path file) {
        return new SingleConnectionDataSource(
                "jdbc:sqlite:" + file + "?foreign_keys=on&synchronous=OFF", true);
    }

    /// @param settings pairs of key and value, as in application.yaml
    static Desk in(Path dir, String... settings) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return new Desk(dir, all, null);
    }

    static Desk in(Path dir, Broker broker) {
        return new Desk(dir, Map.of(), broker);
    }

    <T> T part(Class<T> type) {
        return context.getBean(type);
    }

    static LocalDate day(int number) {
        return LocalDate.of(2012, 4, 30).plusDays(number);
    }

    static Instant start(int day) {
        return day(day).atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    /// A bar that stands still, without a known volume.
    void bar(String symbol, int day, String price) {
        bar(symbol, day, price, price, price, price, null);
    }

    void bar(
            String symbol,
            int day,
            String open,
            String high,
            String low,
            String close,
            @Nullable String volume) {
        publish(barOf(symbol, day, open, high, low, close, volume));
    }

    static BarClosed barOf(
            String symbol,
            int day,
            @Nullable String open,
            @Nullable String high,
            @Nullable String low,
            String close,
            @Nullable String volume) {
        return new BarClosed(
                symbol,
                symbol.equals("AAPL") ? "US0378331005" : null,
                start(day),
                start(day + 1),
                "P1D",
                dec(open),
                dec(high),
                dec(low),
                new BigDecimal(close),
                dec(volume),
                "USD",
                "replay",
                true,
                false);
    }

    void price(String symbol, Instant at, String price) {
        publish(
                new PriceUpdated(
                        symbol,
                        null,
                        new BigDecimal(price),
                        null,
                        null,
                        null,
                        null,
                        at,
                        "replay",
                        "USD",
                        symbol + " Inc."));
    }

    void publish(Event event) {
        bus.publish(event, Cause.NONE);
    }

    /// As the journal tells it again.
    void replay(Event event) {
        bus.publish(event, new Cause(null, null, null, null, "replay-1"));
    }

    Answered ask(Command command) {
        commands++;
        return ask(command, "command-" + commands);
    }

    Answered ask(Command command, String commandId) {
        return bus.ask(
                        new CommandEnvelope<>(
                                CommandTypes.nameOf(command.getClass()),
                                commandId,
                                "correlation-of-" + commandId,
                                "owner",
                                null,
                                null,
                                clock.instant(),
                                null,
                                null,
                                command))
                .join();
    }

    JsonNode result(Answered answered) {
        return mapper.readTree(answered.result().text());
    }

    /// The code of a refusal, or the status of a success.
    String outcome(Command command) {
        JsonNode result = result(ask(command));
        return result.has("code")
                ? result.path("code").asString()
                : result.path("status").asString();
    }

    String place(PlaceOrder order) {
        JsonNode result = result(ask(order));
        if (result.has("code")) {
            throw new AssertionError(result.toString());
        }
        return result.path("order_id").asString();
    }

    static PlaceOrder market(Side side, String symbol, String quantity) {
        return order(side, symbol, quantity, OrderType.MARKET, null, null, null);
    }

    static PlaceOrder limit(Side side, String symbol, String quantity, String price) {
        return order(side, symbol, quantity, OrderType.LIMIT, price, null, null);
    }

    static PlaceOrder order(
            Side side,
            String symbol,
            String quantity,
            OrderType type,
            @Nullable String price,
            @Nullable String stop,
            @Nullable TimeInForce timeInForce) {
        return new PlaceOrder(
                symbol,
                side,
                new BigDecimal(quantity),
                type,
                dec(price),
                dec(stop),
                null,
                null,
                timeInForce,
                null);
    }

    JsonNode portfolio() {
        return result(ask(new GetPortfolio(null)));
    }

    <E extends Event> List<E> said(Class<E> type) {
        return bus.said(type);
    }

    <E extends Event> E last(Class<E> type) {
        return bus.said(type).getLast();
    }

    EventEnvelope<Event> envelopeOf(Event event) {
        return bus.said().stream()
                .filter(envelope -> envelope.data().equals(event))
                .findFirst()
                .orElseThrow();
    }

    static @Nullable BigDecimal dec(@Nullable String number) {
        return number == null ? null : new BigDecimal(number);
    }

    @Override
    public void close() {
        context.close();
        dataSource.destroy();
    }

    private static VerwaltungProperties properties(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("aktien", VerwaltungProperties.class);
    }

    private static Transactions transactions(TransactionTemplate template) {
        return new Transactions() {
            @Override
            @SuppressWarnings("NullAway") // The template passes on what the work returns.
            public <T extends @Nullable Object> T within(Callable<T> work) {
                return template.execute(_ -> {
                    try {
                        return work.call();
                    } catch (RuntimeException e) {
                        throw e;
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });
            }
        };
    }
}
