package de.aktienanalyse.eventbus.trimming;

import de.aktienanalyse.bus.BusLifecycle;
import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.bus.JournalPages.Entry;
import de.aktienanalyse.bus.JournalPages.Page;
import de.aktienanalyse.bus.JournalPages.Request;
import de.aktienanalyse.bus.Keys;
import de.aktienanalyse.bus.RedisLink;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Answers groups that ask for what their stream no longer holds. An answer changes nothing and a
/// request that gets none is made again, so it needs no owner: whichever instance removes the
/// request answers it.
@Component
class JournalAnswers implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(JournalAnswers.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration KEPT = Duration.ofSeconds(30);
    private static final int BATCH = 16;

    private final RedisLink redis;
    private final EventCodec codec;
    private final JournalPlaces places;
    private final Clock clock;
    private volatile @Nullable Thread thread;
    private volatile boolean open;

    JournalAnswers(RedisLink redis, EventCodec codec, JournalPlaces places, Clock clock) {
        this.redis = redis;
        this.codec = codec;
        this.places = places;
        this.clock = clock;
    }

    private void answerAll() {
        boolean troubled = false;
        while (open) {
            try {
                if (answerWaiting() == 0) {
                    Thread.sleep(POLL);
                }
                troubled = false;
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (!troubled && open) {
                    log.warn("The journal answers nobody for now: {}", e.getMessage());
                }
                troubled = true;
                rest();
            }
        }
    }

    private void rest() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            open = false;
        }
    }

    private int answerWaiting() {
        List<StreamMessage<String, byte[]>> waiting =
                redis.sync().xrange(Keys.JOURNAL, Range.unbounded(), Limit.from(BATCH));
        for (StreamMessage<String, byte[]> message : waiting) {
            byte[] json = message.getBody().get(Keys.REQUEST_FIELD);
            if (redis.sync().xdel(Keys.JOURNAL, message.getId()) == 1 && json != null) {
                answer(json);
            }
        }
        return waiting.size();
    }

    private void answer(byte[] json) {
        Request request;
        try {
            request = codec.mapper().readValue(json, Request.class);
            if (clock.instant().isAfter(request.expiresAt())) {
                return;
            }
        } catch (RuntimeException malformed) {
            log.warn("A request to the journal is not understood: {}", malformed.getMessage());
            return;
        }
        List<Entry> entries =
                places.between(
                        request.partition(),
                        StreamPosition.of(request.after()),
                        StreamPosition.of(request.until()),
                        Math.clamp(request.limit(), 1, JournalPlaces.PAGE));
        Page page =
                new Page(entries, entries.size() >= Math.min(request.limit(), JournalPlaces.PAGE));
        redis.sync()
                .rpush(request.reply(), codec.json(page).text().getBytes(StandardCharsets.UTF_8));
        redis.sync().expire(request.reply(), KEPT.toSeconds());
    }

    @Override
    public int getPhase() {
        return BusLifecycle.PHASE + 1;
    }

    @Override
    public void start() {
        open = true;
        thread = Thread.ofVirtual().name("journal-desk").start(this::answerAll);
    }

    @Override
    public void stop() {
        open = false;
        Thread current = thread;
        if (current != null) {
            current.interrupt();
        }
        thread = null;
    }

    @Override
    public boolean isRunning() {
        return open;
    }
}
