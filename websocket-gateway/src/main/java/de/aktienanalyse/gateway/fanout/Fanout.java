package de.aktienanalyse.gateway.fanout;

import de.aktienanalyse.gateway.limits.Limits;
import de.aktienanalyse.gateway.outbound.Audience;
import de.aktienanalyse.gateway.outbound.Connection;
import de.aktienanalyse.gateway.outbound.Frame;
import de.aktienanalyse.gateway.outbound.Writer;
import de.aktienanalyse.gateway.protocol.ClientMessage;
import de.aktienanalyse.gateway.protocol.ProtocolCodec;
import de.aktienanalyse.gateway.protocol.Said;
import de.aktienanalyse.gateway.protocol.ServerMessage;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Who gets what. Its methods may be called from any thread; what they do, they do on the writer's.
public final class Fanout implements Audience {
    private final Writer writer;
    private final ProtocolCodec codec;
    private final Limits limits;
    private final FanoutMetrics metrics;
    private final Clock clock;

    // The writer's own.
    private final Subscriptions subscriptions = new Subscriptions();
    private final LastValues lastValues = new LastValues();

    public Fanout(
            Writer writer, ProtocolCodec codec, Limits limits, FanoutMetrics metrics, Clock clock) {
        this.writer = writer;
        this.codec = codec;
        this.limits = limits;
        this.metrics = metrics;
        this.clock = clock;
    }

    /// Confirms each event type that can be heard and, where wanted, tells its current values right
    /// behind.
    public void subscribe(Connection connection, ClientMessage.Subscribe wish) {
        writer.execute(() -> {
            List<String> types = wish.eventTypes();
            for (int i = 0; i < types.size(); i++) {
                subscribe(connection, wish, types.get(i), i);
            }
            metrics.subscriptions(subscriptions.total());
        });
    }

    private void subscribe(
            Connection connection, ClientMessage.Subscribe wish, String type, int index) {
        if (connection.isGone()) {
            return;
        }
        String field = "data.event_types[" + index + "]";
        if (!Glob.isValid(type)) {
            refuse(connection, wish, "invalid_subscription", "is no event type or glob", field);
            return;
        }
        Subscription subscription =
                new Subscription(
                        new Glob(type),
                        wish.symbols() == null ? Set.of() : Set.copyOf(wish.symbols()),
                        wish.portfolioId());
        if (!subscriptions.add(connection, subscription, limits.subscriptions())) {
            String problem = "at most " + limits.subscriptions() + " subscriptions per connection";
            refuse(connection, wish, "too_many_subscriptions", problem, field);
            return;
        }
        say(
                connection,
                "subscription.confirmed",
                new Said.SubscriptionConfirmed(type, connection.id()),
                wish.correlationId());
        if (wish.snapshot()) {
            for (News current : lastValues.wantedBy(subscription)) {
                writer.deliver(connection, current.frame());
            }
        }
    }

    public void unsubscribe(Connection connection, ClientMessage.Unsubscribe wish) {
        writer.execute(() -> {
            for (String type : wish.eventTypes()) {
                subscriptions.remove(connection, type);
                say(
                        connection,
                        "subscription.cancelled",
                        new Said.SubscriptionCancelled(type, connection.id()),
                        wish.correlationId());
            }
            metrics.subscriptions(subscriptions.total());
        });
    }

    /// @param done called when all of it is in the queues
    void tell(List<News> news, Runnable done) {
        writer.execute(() -> {
            try {
                news.forEach(this::tell);
            } finally {
                done.run();
            }
        });
    }

    /// Keeps what the bus had before; nobody is told.
    void recall(List<News> news) {
        writer.execute(() -> news.forEach(lastValues::keepOlder));
    }

    /// The current values of an event of class LATEST, as their records.
    public CompletableFuture<List<Object>> currentValues(String event, Set<String> symbols) {
        CompletableFuture<List<Object>> answer = new CompletableFuture<>();
        writer.execute(() ->
                answer.complete(
                        lastValues
                                .wantedBy(new Subscription(new Glob(event), symbols, null))
                                .stream()
                                .<Object>mapMulti((news, out) -> {
                                    if (news.data() != null) {
                                        out.accept(news.data());
                                    }
                                })
                                .toList()));
        return answer;
    }

    @Override
    public void left(Connection connection) {
        subscriptions.remove(connection);
        metrics.subscriptions(subscriptions.total());
    }

    @Override
    public byte[] conflated(Map<String, Integer> conflated) {
        int total = conflated.values().stream().mapToInt(Integer::intValue).sum();
        return codec.write(
                ServerMessage.of(
                        "system",
                        "conflated",
                        new Said.Conflated(conflated, total),
                        clock.instant(),
                        null));
    }

    private void tell(News news) {
        if (news.client() != null) {
            tellOne(news.client(), news.frame());
            return;
        }
        lastValues.keep(news);
        for (Connection connection : subscriptions.receiversOf(news)) {
            writer.deliver(connection, news.frame());
        }
    }

    /// For the one connection with this id; nobody else's, whoever asks for it.
    private void tellOne(String client, Frame frame) {
        Connection connection = writer.connection(client);
        if (connection == null) {
            metrics.skipped("unknown_client");
        } else {
            writer.deliver(connection, frame);
        }
    }

    private void refuse(
            Connection connection,
            ClientMessage.Subscribe wish,
            String event,
            String problem,
            String field) {
        byte[] json =
                codec.write(
                        ServerMessage.of(
                                "error",
                                event,
                                new Said.Problem(problem, field),
                                clock.instant(),
                                wish.correlationId()));
        writer.deliver(connection, Frame.every(json, event));
    }

    /// In line with the news, so that what comes after it is what it says.
    private void say(
            Connection connection, String event, Object data, @Nullable String correlationId) {
        byte[] json =
                codec.write(
                        ServerMessage.of("system", event, data, clock.instant(), correlationId));
        writer.deliver(connection, Frame.every(json, event));
    }
}
