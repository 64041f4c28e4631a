package de.aktienanalyse.gateway.fanout;

import de.aktienanalyse.bus.RawEvent;
import de.aktienanalyse.bus.StreamLog;
import de.aktienanalyse.events.Delivery;
import de.aktienanalyse.gateway.positions.Place;
import de.aktienanalyse.gateway.positions.Tracks;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns what the bus says into messages for browsers, each once, on a thread of its own.
///
/// What Pub/Sub lost is read from the streams ([Tracks]), so that each partition goes out without a
/// hole. Acts only on what has a position: a foreigner's plain `PUBLISH` is heard again when the
/// bus has adopted it.
public final class Newsroom {
    private static final Logger log = LoggerFactory.getLogger(Newsroom.class);
    private static final int INTAKE = 16_384;
    private static final int BATCH = 200;

    /// Messages that may be on their way to the writer; beyond it the intake fills and conflates.
    private static final int UNDERWAY = 8_192;

    private final Intake intake = new Intake(INTAKE);
    private final Semaphore underway = new Semaphore(UNDERWAY);
    private final Editor editor;
    private final Tracks tracks;
    private final List<Told> told = new ArrayList<>();
    private final Fanout fanout;
    private final FanoutMetrics metrics;
    private final Thread thread;

    public Newsroom(StreamLog log, Editor editor, Fanout fanout, FanoutMetrics metrics) {
        this.editor = editor;
        this.tracks = new Tracks(log, new InOrder());
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

    /// Done when it is known where every partition stands: before that no client can be served.
    public CompletableFuture<Boolean> oriented() {
        return tracks.oriented();
    }

    /// Values that were said before this gateway heard the bus, or while it did not.
    public void recall(List<RawEvent> kept) {
        List<News> news = new ArrayList<>(kept.size());
        kept.forEach(raw -> editor.passing(raw).ifPresent(news::add));
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
        List<Intake.Heard> batch = new ArrayList<>(BATCH);
        while (!Thread.currentThread().isInterrupted()) {
            try {
                intake.take(batch, BATCH, tracks.untilBeat());
                batch.forEach(this::read);
                tracks.beat();
                tell(List.copyOf(told));
            } catch (InterruptedException _) {
                return;
            } catch (RuntimeException e) {
                // Without this thread nobody hears anything: whatever went wrong, it goes on.
                log.error("The newsroom failed on a batch", e);
            }
            told.clear();
            batch.clear();
        }
    }

    private void tell(List<Told> news) throws InterruptedException {
        if (!news.isEmpty()) {
            // More than there are places would be waited for for ever.
            int places = Math.min(news.size(), UNDERWAY);
            underway.acquire(places);
            fanout.tell(news, () -> underway.release(places));
        }
    }

    private void read(Intake.Heard heard) {
        RawEvent raw = heard.raw();
        if (raw.channel().equals(ReadyMade.CHANNEL) || raw.delivery() != Delivery.EVERY) {
            editor.passing(raw)
                    .ifPresent(news -> {
                        if (heard.leftOut() > 0) {
                            told.add(new Told.LeftOut(news, heard.leftOut()));
                        }
                        told.add(news);
                    });
        } else {
            tracks.hear(raw);
        }
    }

    /// What the tracks put in order.
    private final class InOrder implements Tracks.Sink {
        @Override
        public void next(RawEvent raw, Place place) {
            told.add(editor.kept(raw, place));
            if (told.size() >= UNDERWAY) {
                // A long repair: the writer need not wait for its end.
                flush();
            }
        }

        @Override
        public void broken(Place place, String reason) {
            told.add(new Told.Broken(place, reason));
        }

        @Override
        public void repaired(int count) {
            metrics.repaired(count);
        }
    }

    private void flush() {
        try {
            tell(List.copyOf(told));
            told.clear();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
