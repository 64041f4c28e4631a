package de.aktienanalyse.gateway.fanout;

import de.aktienanalyse.bus.Position;
import de.aktienanalyse.bus.RawEvent;
import de.aktienanalyse.bus.StreamLog;
import de.aktienanalyse.bus.StreamLog.Head;
import de.aktienanalyse.gateway.positions.Place;
import de.aktienanalyse.gateway.positions.Positions;
import de.aktienanalyse.gateway.positions.Tracks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Reads from the streams what is older than what the gateway remembers. On threads of its own,
/// since reading and decoding take their time.
public final class History {
    private static final int PAGE = 1_000;
    private static final int PAGES = 25;
    private static final long PATIENCE_S = 5;

    private final StreamLog log;
    private final Editor editor;

    /// @param older what each partition has behind the position that was asked for, oldest first
    record Fetched(Map<Integer, List<Told>> older, Map<String, Head> heads) {}

    public History(StreamLog log, Editor editor) {
        this.log = log;
        this.editor = editor;
    }

    /// @param behind the position of each partition behind which to read
    CompletableFuture<Fetched> fetch(Map<Integer, Position> behind) {
        CompletableFuture<Fetched> answer = new CompletableFuture<>();
        Thread.ofVirtual()
                .name("gateway-history")
                .start(() -> {
                    try {
                        answer.complete(read(behind));
                    } catch (InterruptedException | RuntimeException e) {
                        answer.completeExceptionally(e);
                    } catch (ExecutionException | TimeoutException e) {
                        answer.completeExceptionally(e);
                    }
                });
        return answer;
    }

    private Fetched read(Map<Integer, Position> behind)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<String, Head> heads = log.heads().get(PATIENCE_S, TimeUnit.SECONDS);
        Map<Integer, List<Told>> older = new HashMap<>();
        for (Map.Entry<Integer, Position> each : behind.entrySet()) {
            older.put(each.getKey(), read(each.getValue()));
        }
        return new Fetched(older, heads);
    }

    private List<Told> read(Position behind)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<Told> read = new ArrayList<>();
        Position from = behind;
        for (int page = 0; page < PAGES; page++) {
            List<RawEvent> entries = log.after(from, PAGE).get(PATIENCE_S, TimeUnit.SECONDS);
            Place last = null;
            for (RawEvent entry : entries) {
                Place place = Tracks.placeOf(entry);
                if (place != null) {
                    last = place;
                    read.add(editor.kept(entry, place));
                }
            }
            if (last == null || entries.size() < PAGE) {
                break;
            }
            from = new Position(Positions.nameOf(last.partition()), last.epoch(), last.sequence());
        }
        return read;
    }
}
