package de.aktienanalyse.gateway.streaming;

import de.aktienanalyse.bus.Position;
import de.aktienanalyse.events.RawJson;
import de.aktienanalyse.gateway.frames.CloseCode;
import de.aktienanalyse.gateway.frames.Frames;
import de.aktienanalyse.gateway.outbound.Socket;
import de.aktienanalyse.gateway.outbound.Wire;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.databind.json.JsonMapper;

/// Gathers messages until there is one worth an answer; then asks for the positions, and what
/// stands before these is the answer.
final class LongPoll implements Wire, Socket {
    private static final byte[] NOTHING = {};

    /// @param next what to poll with next time
    record Answer(List<RawJson> messages, List<String> positions, String next) {}

    private final JsonMapper mapper;
    private final KnownPositions known = new KnownPositions();
    private final List<RawJson> messages = new ArrayList<>();
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private final AtomicBoolean asked = new AtomicBoolean();
    private volatile Runnable askForPositions = () -> {};
    private volatile Runnable present = () -> {};
    private volatile int closeCode;

    LongPoll(JsonMapper mapper, List<Position> from) {
        this.mapper = mapper;
        from.forEach(known::set);
    }

    /// @param askForPositions makes the gateway say them behind all that it has said
    /// @param present called when the client must show that it is there
    CompletableFuture<Answer> start(Runnable askForPositions, Runnable present) {
        this.askForPositions = askForPositions;
        this.present = present;
        return answer;
    }

    /// All current values up to this mark are told.
    void heardValues(Position mark) {
        known.set(mark);
    }

    /// The time is up, or there is something.
    void finish() {
        if (asked.compareAndSet(false, true)) {
            askForPositions.run();
        }
    }

    @Override
    public byte[] of(byte[] frame) {
        if (Frames.isText(frame)) {
            take(Frames.textOf(frame));
        } else if (Frames.isClose(frame)) {
            closeCode = Frames.closeCodeOf(frame);
            answer.complete(answer());
        } else {
            present.run();
        }
        return NOTHING;
    }

    private void take(byte[] json) {
        Heard heard = Heard.in(json, mapper);
        heard.moves(known);
        if (heard.is("positions")) {
            if (asked.get()) {
                answer.complete(answer());
            }
        } else if (!heard.is("subscription.confirmed") && !heard.is("resumed")) {
            messages.add(new RawJson(new String(json, StandardCharsets.UTF_8)));
            finish();
        }
    }

    /// It ended since its login did.
    boolean isLoggedOut() {
        return closeCode == CloseCode.LOG_IN_AGAIN.number();
    }

    private Answer answer() {
        List<RawJson> told = List.copyOf(messages);
        messages.clear();
        return new Answer(told, known.texts(), known.id());
    }

    /// Nothing is ever left to write.
    @Override
    public Result write(ByteBuffer bytes, Done done) {
        return Result.WRITTEN;
    }

    /// The gateway ends it: with what there is.
    @Override
    public void terminate() {
        answer.complete(answer());
    }
}
