package de.aktienanalyse.gateway;

import de.aktienanalyse.bus.Answered;
import de.aktienanalyse.bus.EventBus;
import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.commands.Command.GetOrderHistory;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.commands.CommandTypes;
import de.aktienanalyse.events.RawJson;
import de.aktienanalyse.events.UserEvent.AnswerStatus;
import de.aktienanalyse.gateway.fanout.ObjectOwner;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Asks over the bus on behalf of a user, as the user's own command would.
final class WorkingOrders implements ObjectOwner {
    private static final String COMMAND = CommandTypes.nameOf(GetOrderHistory.class);
    private static final String WORKING = "working";
    private static final int AT_MOST = 500;
    private static final int PATIENCE_S = 5;

    private final EventBus bus;
    private final EventCodec codec;
    private final Clock clock;

    WorkingOrders(EventBus bus, EventCodec codec, Clock clock) {
        this.bus = bus;
        this.codec = codec;
        this.clock = clock;
    }

    private record Items(@Nullable List<RawJson> items, @Nullable String nextCursor) {}

    private record Order(@Nullable String symbol) {}

    @Override
    public CompletableFuture<Page> workingOrders(String user, @Nullable String portfolioId) {
        Instant now = clock.instant();
        String id = UUID.randomUUID().toString();
        try {
            return bus.ask(
                            new CommandEnvelope<>(
                                    COMMAND,
                                    id,
                                    id,
                                    user,
                                    null,
                                    null,
                                    now,
                                    now.plusSeconds(PATIENCE_S),
                                    null,
                                    new GetOrderHistory(portfolioId, null, WORKING, AT_MOST, null)))
                    .thenApply(this::page);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Page page(Answered answer) {
        if (answer.status() == AnswerStatus.ERROR) {
            throw new IllegalStateException("Refused: " + answer.result().text());
        }
        Items read = codec.mapper().readValue(answer.result().text(), Items.class);
        List<RawJson> items = read.items() == null ? List.of() : read.items();
        return new Page(COMMAND, items.stream().map(this::item).toList(), read.nextCursor());
    }

    private Item item(RawJson json) {
        return new Item(json, codec.mapper().readValue(json.text(), Order.class).symbol());
    }
}
