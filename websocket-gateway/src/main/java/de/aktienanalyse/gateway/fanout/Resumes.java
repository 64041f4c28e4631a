package de.aktienanalyse.gateway.fanout;

import de.aktienanalyse.bus.Position;
import de.aktienanalyse.bus.StreamLog.Head;
import de.aktienanalyse.gateway.limits.Limits;
import de.aktienanalyse.gateway.outbound.Connection;
import de.aktienanalyse.gateway.outbound.Writer;
import de.aktienanalyse.gateway.positions.Positions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings connections that come back from their last positions to what is live. Belongs to the
/// writer's thread.
///
/// One read of the streams at a time serves all that wait: after a restart hundreds come back from
/// about the same place.
final class Resumes {
    private static final Logger log = LoggerFactory.getLogger(Resumes.class);

    /// Seconds until a position that nobody has heard of counts as invented.
    private static final int PATIENCE_AHEAD = 4;

    /// Seconds until it is given up.
    private static final int PATIENCE = 12;

    /// What is done about one that is at its end.
    interface Ending {
        void live(Resume resume, int missed);

        void gap(Resume resume, String reason);
    }

    private final Writer writer;
    private final History history;
    private final Recent recent;
    private final Positions now;
    private final Limits limits;
    private final Ending ending;
    private final Map<Connection, Resume> waiting = new LinkedHashMap<>();
    private @Nullable Map<String, Head> heads;
    private boolean reading;

    Resumes(
            Writer writer,
            History history,
            Recent recent,
            Positions now,
            Limits limits,
            Ending ending) {
        this.writer = writer;
        this.history = history;
        this.recent = recent;
        this.now = now;
        this.limits = limits;
        this.ending = ending;
    }

    /// The one under way; null when the connection is live.
    @Nullable Resume of(Connection connection) {
        return waiting.get(connection);
    }

    /// Adds to the one under way, or begins one.
    Resume begin(Connection connection, Resume.Wish wish) {
        Resume resume = waiting.computeIfAbsent(connection, Resume::new);
        resume.wishes.add(wish);
        return resume;
    }

    void left(Connection connection) {
        waiting.remove(connection);
    }

    /// Once a second.
    void beat() {
        for (Resume resume : List.copyOf(waiting.values())) {
            resume.beats++;
            if (resume.beats > PATIENCE) {
                end(resume, "unavailable");
            } else {
                goOn(resume);
            }
        }
    }

    void goOn(Resume resume) {
        if (resume.lookups > 0 || waiting.get(resume.connection) != resume) {
            return;
        }
        switch (resume.state(now, recent, heads)) {
            case Resume.State.Ready ready -> {
                if (isGranted(resume, ready.missed())) {
                    waiting.remove(resume.connection);
                    ending.live(resume, ready.missed());
                }
            }
            case Resume.State.Hopeless hopeless -> end(resume, hopeless.reason());
            case Resume.State.Ahead _ -> {
                if (resume.beats >= PATIENCE_AHEAD) {
                    end(resume, "ahead");
                }
            }
            case Resume.State.ToRead toRead -> {
                if (isGranted(resume, toRead.missed())) {
                    read(toRead.behind());
                }
            }
        }
    }

    /// Whoever comes back again and again from far behind would keep this thread from all others.
    private boolean isGranted(Resume resume, int missed) {
        int more = missed - resume.granted;
        if (more > 0 && !limits.mayRepeat(resume.connection.user(), more)) {
            end(resume, "too_often");
            return false;
        }
        resume.granted = Math.max(resume.granted, missed);
        return true;
    }

    private void end(Resume resume, String reason) {
        waiting.remove(resume.connection);
        ending.gap(resume, reason);
    }

    private void read(Map<Integer, Position> wanted) {
        if (reading) {
            // When that is done it is this one's turn.
            return;
        }
        reading = true;
        Map<Integer, Position> behind = new HashMap<>(wanted);
        List<Resume> served = new ArrayList<>(waiting.values());
        for (Resume other : served) {
            if (other.state(now, recent, heads) instanceof Resume.State.ToRead also) {
                also.behind()
                        .forEach((partition, from) ->
                                behind.computeIfPresent(
                                        partition,
                                        (_, least) -> least.isAfter(from) ? from : least));
            }
        }
        history.fetch(behind)
                .whenComplete((fetched, failure) ->
                        writer.execute(() -> {
                            reading = false;
                            if (fetched != null) {
                                take(behind, fetched);
                                served.forEach(each -> each.headsAreFresh = true);
                                List.copyOf(waiting.values()).forEach(this::goOn);
                            } else {
                                // The next beat tries again.
                                log.warn("The streams cannot be read: {}", String.valueOf(failure));
                            }
                        }));
    }

    private void take(Map<Integer, Position> behind, History.Fetched fetched) {
        heads = fetched.heads();
        fetched.older()
                .forEach((partition, older) -> {
                    Position from = behind.get(partition);
                    if (from != null) {
                        recent.prepend(partition, from.sequence() + 1, older);
                    }
                });
    }
}
