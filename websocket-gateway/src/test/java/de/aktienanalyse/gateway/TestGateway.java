package de.aktienanalyse.gateway;

import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.bus.Flow;
import de.aktienanalyse.bus.InMemoryEventBus;
import de.aktienanalyse.bus.Outcome;
import de.aktienanalyse.commands.BusCommand;
import de.aktienanalyse.commands.Command.CancelOrder;
import de.aktienanalyse.commands.Command.GetOrderHistory;
import de.aktienanalyse.commands.Command.GetPortfolio;
import de.aktienanalyse.commands.Command.GetRecommendations;
import de.aktienanalyse.commands.Command.GetSystemStatus;
import de.aktienanalyse.commands.Command.PlaceOrder;
import de.aktienanalyse.commands.CommandAnswer;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.commands.Page;
import de.aktienanalyse.events.OrderEvent;
import de.aktienanalyse.gateway.channels.PlainChannels;
import de.aktienanalyse.gateway.commands.AskedCommands;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;

/// A gateway on the bus in memory, with owners that answer, and small socket buffers so that a
/// client that does not read is soon noticed.
@TestConfiguration(proxyBeanMethods = false)
class TestGateway {

    record Accepted(String orderId, String status) {}

    record Depot(String portfolioId, BigDecimal totalValue) {}

    record Row(String symbol, BigDecimal score) {}

    record Order(
            String orderId,
            String symbol,
            String side,
            String orderType,
            BigDecimal quantity,
            String status,
            Instant createdAt) {}

    private static final Order ORDER =
            new Order(
                    "order-1",
                    "AAPL",
                    "BUY",
                    "market",
                    new BigDecimal("1.50"),
                    "accepted",
                    Instant.parse("2025-01-25T15:39:40Z"));

    @Bean
    InMemoryEventBus bus() {
        InMemoryEventBus bus = new InMemoryEventBus("verwaltung");
        bus.add(
                new Flow("verwaltung.desk")
                        .obeys(PlaceOrder.class)
                        .by(TestGateway::place)
                        .obeys(CancelOrder.class)
                        .by(_ -> Outcome.refused("unknown_order", "No such order", "order_id"))
                        .obeys(GetPortfolio.class)
                        .answers(_ ->
                                CommandAnswer.success(
                                        new Depot("depot-1", new BigDecimal("100000.00"))))
                        .obeys(GetOrderHistory.class)
                        .answers(_ -> CommandAnswer.success(new Page<>(List.of(ORDER), null)))
                        .obeys(GetRecommendations.class)
                        .answers(TestGateway::recommend)
                        .obeys(GetSystemStatus.class)
                        .answers(_ -> CommandAnswer.noData("Nobody reported yet"))
                        .obeys(BusCommand.GetJournal.class)
                        .answers(asked -> CommandAnswer.success(asked.data()))
                        .obeys(BusCommand.CheckSchema.class)
                        .answers(asked -> CommandAnswer.success(asked.data()))
                        .obeys(BusCommand.SetRoute.class)
                        .by(asked -> Outcome.success(asked.data()))
                        .obeys(BusCommand.DeleteRoute.class)
                        .by(asked -> Outcome.success(asked.data()))
                        .obeys(BusCommand.PauseReplay.class)
                        .by(asked -> Outcome.success(asked.data())));
        return bus;
    }

    private static Outcome place(CommandEnvelope<PlaceOrder> command) {
        PlaceOrder order = command.data();
        return Outcome.success(
                new Accepted("order-1", "accepted"),
                new OrderEvent.Created(
                        "order-1",
                        order.symbol(),
                        OrderEvent.OrderType.MARKET,
                        order.side(),
                        order.quantity(),
                        null,
                        null,
                        "accepted",
                        Instant.parse("2025-01-25T15:39:40Z"),
                        order.clientOrderId(),
                        "depot-1",
                        null,
                        null,
                        null,
                        null,
                        null));
    }

    private static CommandAnswer recommend(CommandEnvelope<GetRecommendations> command) {
        return CommandAnswer.success(
                "NONE".equals(command.data().symbol())
                        ? new Page<>(List.of(), null)
                        : new Page<>(List.of(new Row("AAPL", new BigDecimal("18.50"))), null));
    }

    /// Starts the bus after the gateway has begun to hear it.
    @Bean
    SmartLifecycle busStart(InMemoryEventBus bus) {
        return new SmartLifecycle() {
            private volatile boolean running;

            @Override
            public void start() {
                bus.start();
                running = true;
            }

            @Override
            public void stop() {
                running = false;
            }

            @Override
            public boolean isRunning() {
                return running;
            }
        };
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    EventCodec eventCodec() {
        return new EventCodec();
    }

    @Bean
    MemoryAskedCommands askedCommands() {
        return new MemoryAskedCommands();
    }

    @Bean
    MemoryChannels memoryChannels() {
        return new MemoryChannels();
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> smallSendBuffers() {
        return factory ->
                factory.addConnectorCustomizers(
                        connector -> connector.setProperty("socket.txBufSize", "65536"));
    }

    /// What was asked on this gateway alone.
    static final class MemoryAskedCommands implements AskedCommands {
        private final Map<String, Map<String, Asked>> asked = new ConcurrentHashMap<>();

        Map<String, Asked> under(String resumeToken) {
            return asked.computeIfAbsent(resumeToken, _ -> new ConcurrentHashMap<>());
        }

        @Override
        public void remember(String resumeToken, String commandId) {
            under(resumeToken).put(commandId, new Asked(commandId, false));
        }

        @Override
        public void told(String resumeToken, String commandId) {
            under(resumeToken).replace(commandId, new Asked(commandId, true));
        }

        @Override
        public void forget(String resumeToken, Collection<String> commandIds) {
            under(resumeToken).keySet().removeAll(commandIds);
        }

        @Override
        public CompletableFuture<List<Asked>> inherit(String earlier, String resumeToken) {
            under(resumeToken).putAll(under(earlier));
            return CompletableFuture.completedFuture(List.copyOf(under(earlier).values()));
        }
    }

    /// The spec's channels without a Redis.
    static final class MemoryChannels implements PlainChannels {
        private final Queue<String> commands = new ConcurrentLinkedQueue<>();
        private volatile Consumer<byte[]> relay = _ -> {};

        @Override
        public void onReadyMade(Consumer<byte[]> relay) {
            this.relay = relay;
        }

        @Override
        public void tellUserCommand(byte[] json) {
            commands.add(new String(json, StandardCharsets.UTF_8));
        }

        void publish(String json) {
            relay.accept(json.getBytes(StandardCharsets.UTF_8));
        }
    }
}
