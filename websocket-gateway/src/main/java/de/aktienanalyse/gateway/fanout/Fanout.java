package de.aktienanalyse.gateway.fanout;

import de.aktienanalyse.bus.Position;
import de.aktienanalyse.gateway.limits.Limits;
import de.aktienanalyse.gateway.outbound.Audience;
import de.aktienanalyse.gateway.outbound.Connection;
import de.aktienanalyse.gateway.outbound.ConnectionView;
import de.aktienanalyse.gateway.outbound.Frame;
import de.aktienanalyse.gateway.outbound.Writer;
import de.aktienanalyse.gateway.positions.Place;
import de.aktienanalyse.gateway.positions.Positions;
import de.aktienanalyse.gateway.protocol.ClientMessage;
import de.aktienanalyse.gateway.protocol.ProtocolCodec;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Who gets what. Its methods may be called from any thread; what they do, they do on the writer's.
///
/// A connection is a WebSocket or any other way ([de.aktienanalyse.gateway.outbound.Wire]).
public final class Fanout implements Audience {
    /// Stands in marks where a position has its partition.
    public static final String VALUES = "values.0";

    private static final int REMEMBERED = 40_000;
    private static final long REMEMBERED_BYTES = 32L << 20;

    /// Recalled values per task, so that the writer can write in between.
    private static final int RECALLED_AT_ONCE = 200;

    /// Gaps of several partitions are told as one.
    private static final long GATHER_GAPS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Writer writer;
    private final FanoutMetrics metrics;
    private final Clock clock;
    private final Teller teller;
    private final Subscriber subscriber;

    /// Seconds between two messages with the current positions.
    private final int positionsEvery;

    // The writer's own.
    private final Positions now = new Positions();
    private final Recent recent = new Recent(REMEMBERED, REMEMBERED_BYTES);
    private final Subscriptions subscriptions = new Subscriptions(this::settled);
    private final LastValues lastValues;
    private final Askers askers = new Askers();
    private final Pacing pacing;
    private final Resumes resumes;
    private final Landing landing;
    private long broken;
    private String brokenBy = "";

    /// @param positionsEvery how often each client is told where it is, so that one that hears
    ///   little resumes as cheaply as any; whole seconds
    public Fanout(
            Writer writer,
            ProtocolCodec codec,
            Limits limits,
            History history,
            ObjectOwner owner,
            FanoutMetrics metrics,
            Clock clock,
            Duration positionsEvery) {
        this.positionsEvery = Math.toIntExact(Math.max(1, positionsEvery.toSeconds()));
        this.writer = writer;
        this.metrics = metrics;
        this.clock = clock;
        this.lastValues = new LastValues(clock.millis());
        this.teller = new Teller(writer, codec, now, clock);
        this.pacing = new Pacing(writer, subscriptions);
        WholeObjects objects = new WholeObjects(writer, teller, limits, owner);
        this.landing =
                new Landing(
                        writer,
                        teller,
                        subscriptions,
                        lastValues,
                        askers,
                        recent,
                        now,
                        objects,
                        limits,
                        metrics);
        this.resumes = new Resumes(writer, history, recent, now, limits, landing);
        this.subscriber =
                new Subscriber(
                        teller, subscriptions, resumes, landing, objects, limits, now, metrics);
    }

    /// Confirms each event type that can be heard and, where wanted, tells its current values right
    /// behind. With positions, what was missed since comes first.
    public void subscribe(Connection connection, ClientMessage.Subscribe wish) {
        subscribe(connection, List.of(wish));
    }

    /// The same for several at once: what was missed comes for all of them together.
    public void subscribe(Connection connection, List<ClientMessage.Subscribe> wishes) {
        writer.execute(() -> subscriber.subscribe(connection, wishes));
    }

    /// The same for a client that says which connection it had before.
    ///
    /// @param asked ends when that one's commands are expected here; what was missed is told then
    public void subscribe(
            Connection connection, ClientMessage.Subscribe wish, CompletableFuture<?> asked) {
        writer.execute(() -> {
            Resume resume =
                    subscriber.mayAsk(connection, wish)
                            ? subscriber.resume(connection, wish)
                            : null;
            if (resume == null) {
                return;
            }
            resume.lookups++;
            asked.whenComplete((_, failure) ->
                    writer.execute(() -> {
                        resume.lookupFailed |= failure != null;
                        resume.lookups--;
                        resumes.goOn(resume);
                    }));
        });
    }

    public void unsubscribe(Connection connection, ClientMessage.Unsubscribe wish) {
        writer.execute(() -> subscriber.unsubscribe(connection, wish));
    }

    /// Answers a ping: behind all that was said and, while a resume is under way, behind that.
    public void pong(Connection connection, @Nullable String correlationId) {
        writer.execute(() ->
                behindResume(
                        connection,
                        () ->
                                teller.pong(
                                        connection,
                                        subscriptions.familiesOf(connection),
                                        correlationId)));
    }

    /// Tells the current positions, behind all that was said and is being resumed.
    ///
    /// @param values hears up to which of the current values all was told; for [#tellValues], on
    ///   the writer's thread
    public void tellPositions(Connection connection, Consumer<Position> values) {
        writer.execute(() ->
                behindResume(
                        connection,
                        () -> {
                            values.accept(lastValues.mark());
                            teller.positions(connection, subscriptions.familiesOf(connection));
                        }));
    }

    /// Tells the current values that came after this mark, behind all that is being resumed: values
    /// have no positions, and who asks now and then hears none between.
    public void tellValues(Connection connection, Position after) {
        writer.execute(() -> behindResume(connection, () -> landing.tellValues(connection, after)));
    }

    private void behindResume(Connection connection, Runnable saying) {
        Resume resume = resumes.of(connection);
        if (resume == null) {
            saying.run();
        } else {
            resume.behind.add(saying);
        }
    }

    /// The outcome of this command is for this connection. Before the command is sent.
    ///
    /// @param correlationId of the request; null when an earlier connection sent it
    /// @param told hears the ids of commands whose outcomes were told here, on the writer's thread;
    ///   the same for all of a connection
    public void expect(
            Connection connection,
            String actor,
            String commandId,
            @Nullable String correlationId,
            Consumer<String> told) {
        writer.execute(() -> {
            if (!connection.isGone()) {
                askers.expect(connection, new Askers.Ask(actor, commandId), correlationId, told);
            }
        });
    }

    /// The outcomes of all that its user asks are for this connection, whichever way it was asked.
    public void expectAll(Connection connection) {
        writer.execute(() -> {
            if (!connection.isGone()) {
                askers.expectAll(connection);
            }
        });
    }

    /// @param done called when all of it is in the queues
    void tell(List<Told> news, Runnable done) {
        writer.execute(() -> {
            try {
                news.forEach(this::tell);
            } finally {
                done.run();
            }
        });
    }

    /// What the bus keeps: whatever of it was missed is news.
    void recall(List<News> kept) {
        for (int from = 0; from < kept.size(); from += RECALLED_AT_ONCE) {
            List<News> some = kept.subList(from, Math.min(from + RECALLED_AT_ONCE, kept.size()));
            writer.execute(() -> some.forEach(this::tell));
        }
    }

    /// The current values of an event of class LATEST, as their records.
    public CompletableFuture<List<Object>> currentValues(String event, Set<String> symbols) {
        CompletableFuture<List<Object>> answer = new CompletableFuture<>();
        Subscription wanting = new Subscription(new Glob(event), symbols, null, null, false);
        writer.execute(() ->
                answer.complete(
                        lastValues.wantedBy(List.of(wanting)).stream()
                                .<Object>mapMulti((news, out) -> {
                                    if (news.data() != null) {
                                        out.accept(news.data());
                                    }
                                })
                                .toList()));
        return answer;
    }

    /// What the connections are doing, and what they hear.
    public CompletableFuture<List<Listening>> connections() {
        CompletableFuture<List<Listening>> answer = new CompletableFuture<>();
        writer.execute(() ->
                answer.complete(
                        writer.views().stream()
                                .map(view -> new Listening(view, subscribed(view)))
                                .toList()));
        return answer;
    }

    /// @param eventTypes as the client wrote them
    public record Listening(ConnectionView connection, List<String> eventTypes) {}

    private List<String> subscribed(ConnectionView view) {
        Connection connection = writer.connection(view.clientId());
        return connection == null
                ? List.of()
                : subscriptions.of(connection).stream()
                        .map(subscription -> subscription.events().text())
                        .toList();
    }

    private void settled(Connection connection) {
        pacing.changed(connection);
    }

    @Override
    public void ends(Connection connection) {
        pacing.end(connection);
    }

    @Override
    public void left(Connection connection) {
        subscriptions.remove(connection);
        askers.left(connection);
        pacing.left(connection);
        resumes.left(connection);
        metrics.subscriptions(subscriptions.total());
    }

    @Override
    public void beat() {
        resumes.beat();
    }

    @Override
    public void beat(Connection connection, int beats) {
        if (beats % positionsEvery == 0
                && resumes.of(connection) == null
                && !subscriptions.of(connection).isEmpty()) {
            teller.positions(connection, subscriptions.familiesOf(connection));
        }
    }

    @Override
    public byte[] conflated(Map<String, Integer> conflated) {
        return teller.conflated(conflated);
    }

    private void tell(Told told) {
        Place place = told.place();
        if (place != null && !(told instanceof Told.Broken)) {
            recent.add(told, place);
            now.set(place.partition(), place.epoch(), place.sequence());
            teller.moved();
        }
        switch (told) {
            case News news -> tell(news);
            case Told.Outcome outcome -> landing.tell(outcome, resumes);
            case Told.Passed passed -> {
                if (passed.again()) {
                    tellGap(passed.place(), "republished");
                }
            }
            case Told.Broken gap -> goOnBehind(gap);
            case Told.LeftOut left -> leftOut(left);
        }
    }

    private void tell(News news) {
        if (news.client() != null) {
            tellOne(news.client(), news);
            return;
        }
        if (!lastValues.keep(news)) {
            metrics.skipped("no_news");
            return;
        }
        Frame frame = news.frame();
        Receivers receivers = subscriptions.receiversOf(news);
        for (Connection connection : receivers.atOnce()) {
            writer.deliver(connection, frame);
        }
        Connection[] paced = receivers.paced();
        for (int i = 0; i < paced.length; i++) {
            String key = frame.key();
            if (key == null) {
                writer.deliver(paced[i], frame);
            } else {
                pacing.offer(paced[i], receivers.intervals()[i], news, key);
            }
        }
        if (news.version() != null && receivers.atOnce().length > 0) {
            metrics.queued(frame.event(), news.version().saidAt(), clock.instant());
        }
    }

    /// Before it came to the connections: those that would have got it are told how often.
    private void leftOut(Told.LeftOut left) {
        subscriptions
                .receiversOf(left.newer())
                .forEach((connection, _) ->
                        connection.conflated(left.newer().frame().event(), left.count()));
    }

    /// For the one connection with this id; nobody else's, whoever asks for it.
    private void tellOne(String client, News news) {
        Connection connection = writer.connection(client);
        if (connection == null) {
            metrics.skipped("unknown_client");
        } else if (news.userId() != null && !news.userId().equals(connection.user())) {
            metrics.skipped("other_user");
        } else {
            writer.deliver(connection, news.frame());
        }
    }

    private void goOnBehind(Told.Broken gap) {
        Place last = gap.place();
        recent.restart(last.partition(), last.sequence() + 1);
        now.set(last.partition(), last.epoch(), last.sequence());
        teller.moved();
        if (!gap.reason().equals("start")) {
            tellGap(last, gap.reason());
        }
    }

    private void tellGap(Place place, String reason) {
        if (broken == 0) {
            writer.after(GATHER_GAPS, this::tellGaps);
        }
        broken |= Positions.familyBit(Positions.familyOf(place.partition()));
        brokenBy = reason;
    }

    private void tellGaps() {
        for (Connection connection : List.copyOf(writer.connections())) {
            // One that resumes finds out by itself.
            if (resumes.of(connection) == null
                    && !subscriptions.of(connection).isEmpty()
                    && (subscriptions.familiesOf(connection) & broken) != 0) {
                landing.gap(connection, brokenBy);
            }
        }
        broken = 0;
    }
}
