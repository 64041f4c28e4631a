package de.aktienanalyse.gateway.fanout;

import de.aktienanalyse.bus.Decoded;
import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.bus.RawEvent;
import de.aktienanalyse.events.Delivery;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.gateway.outbound.Frame;
import de.aktienanalyse.gateway.protocol.ProtocolCodec;
import de.aktienanalyse.gateway.protocol.ServerMessage;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns what the bus says into messages for browsers, each once, on a thread of its own.
///
/// Acts only on what has a position: a foreigner's plain `PUBLISH` is heard again when the bus has
/// adopted it.
public final class Newsroom {
    private static final Logger log = LoggerFactory.getLogger(Newsroom.class);
    private static final int INTAKE = 16_384;
    private static final int BATCH = 200;

    /// Messages that may be on their way to the writer; beyond it the intake fills and conflates.
    private static final int UNDERWAY = 8_192;

    private final Intake intake = new Intake(INTAKE);
    private final Semaphore underway = new Semaphore(UNDERWAY);
    private final EventCodec events;
    private final ProtocolCodec codec;
    private final ReadyMade readyMade;
    private final Fanout fanout;
    private final FanoutMetrics metrics;
    private final Thread thread;

    public Newsroom(
            EventCodec events,
            ProtocolCodec codec,
            Fanout fanout,
            FanoutMetrics metrics,
            Clock clock) {
        this.events = events;
        this.codec = codec;
        this.readyMade = new ReadyMade(events, codec, clock);
        this.fanout = fanout;
        this.metrics = metrics;
        this.thread = Thread.ofPlatform().name("gateway-newsroom").daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    public void stop() {
        thread.interrupt();
    }

    /// Something was said on the bus. Called by the thread that reads from Redis: hands over.
    public void hear(RawEvent raw) {
        Delivery delivery = raw.delivery();
        if (delivery == null) {
            metrics.unplaced();
        } else {
            metrics.heard(delivery);
            handOver(raw, delivery);
        }
    }

    /// A ready-made message came in on its channel. Called by the thread that reads from Redis.
    public void hearReadyMade(byte[] json) {
        handOver(new RawEvent(ReadyMade.CHANNEL, json), Delivery.EVERY);
    }

    /// Values that were said before this gateway heard the bus.
    public void recall(List<RawEvent> kept) {
        List<News> news = new ArrayList<>(kept.size());
        kept.forEach(raw -> read(raw, news));
        fanout.recall(news);
    }

    private void handOver(RawEvent raw, Delivery delivery) {
        switch (intake.offer(raw, delivery)) {
            case TAKEN -> {}
            case CONFLATED -> metrics.conflatedBefore();
            case SHED -> metrics.shedBefore();
            case LOST -> metrics.lost();
        }
    }

    private void run() {
        List<RawEvent> batch = new ArrayList<>(BATCH);
        while (!Thread.currentThread().isInterrupted()) {
            try {
                intake.take(batch, BATCH);
                List<News> news = new ArrayList<>(batch.size());
                batch.forEach(raw -> read(raw, news));
                tell(news);
            } catch (InterruptedException _) {
                return;
            } catch (RuntimeException e) {
                // Without this thread nobody hears anything: whatever went wrong, it goes on.
                log.error("The newsroom failed on a batch", e);
            }
            batch.clear();
        }
    }

    private void tell(List<News> news) throws InterruptedException {
        if (!news.isEmpty()) {
            underway.acquire(news.size());
            fanout.tell(news, () -> underway.release(news.size()));
        }
    }

    private void read(RawEvent raw, List<News> news) {
        try {
            boolean ready = raw.channel().equals(ReadyMade.CHANNEL);
            (ready ? readReadyMade(raw) : readEvent(raw)).ifPresent(news::add);
        } catch (RuntimeException e) {
            metrics.malformed("event");
            log.warn("Cannot show what came on {}: {}", raw.channel(), e.toString());
        }
    }

    private Optional<News> readReadyMade(RawEvent raw) {
        Optional<News> read = readyMade.read(raw.json());
        if (read.isEmpty()) {
            metrics.malformed("ready_made");
        }
        return read;
    }

    private Optional<News> readEvent(RawEvent raw) {
        return switch (events.decode(raw.json())) {
            case Decoded.Known known -> news(known.envelope());
            case Decoded.UnknownType _ -> {
                metrics.skipped("unknown_type");
                yield Optional.empty();
            }
            case Decoded.Malformed _ -> {
                metrics.malformed("event");
                yield Optional.empty();
            }
        };
    }

    private Optional<News> news(EventEnvelope<Event> heard) {
        // Yesterday's fills are no news: a replay is for the group that asked for it, and what is
        // said again
        // after Redis lost it is told by a gap and a snapshot.
        if (heard.replayed() || Boolean.TRUE.equals(heard.republished())) {
            metrics.skipped(heard.replayed() ? "replay" : "republished");
            return Optional.empty();
        }
        return BrowserView.of(heard).map(shown -> news(heard, shown));
    }

    private News news(EventEnvelope<Event> heard, BrowserView.Shown shown) {
        Delivery delivery = heard.delivery();
        byte[] json =
                codec.write(
                        new ServerMessage(
                                shown.type(),
                                shown.event(),
                                shown.data(),
                                heard.timestamp(),
                                heard.correlationId(),
                                heard.source(),
                                null,
                                delivery == Delivery.EVERY ? heard.position() : null));
        Frame frame =
                switch (delivery) {
                    case EVERY -> Frame.every(json, shown.event());
                    case LATEST -> Frame.latest(json, shown.event(), heard.routingKey());
                    case TRANSIENT -> Frame.now(json, shown.event());
                };
        return new News(
                frame,
                shown.symbol(),
                shown.portfolioId(),
                null,
                delivery == Delivery.LATEST ? shown.data() : null);
    }
}
