package de.aktienanalyse.verwaltung.orders;

import de.aktienanalyse.commands.Command.GetOrderHistory;
import de.aktienanalyse.commands.CommandAnswer;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.commands.Page;
import de.aktienanalyse.events.OrderEvent.OrderType;
import de.aktienanalyse.events.OrderEvent.Side;
import de.aktienanalyse.events.OrderEvent.TimeInForce;
import de.aktienanalyse.verwaltung.depot.Account;
import de.aktienanalyse.verwaltung.depot.Depot;
import de.aktienanalyse.verwaltung.orders.Order.Progress;
import de.aktienanalyse.verwaltung.orders.Order.Terms;
import de.aktienanalyse.verwaltung.orders.Order.Ticket;
import de.aktienanalyse.verwaltung.orders.Orders.Filter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// `get_order_history`: orders in pages, newest first.
@Component
public class OrderHistory {

    /// @param averagePrice of all fills; null before the first
    /// @param working whether it may still be filled, changed or cancelled
    record OrderView(
            String orderId,
            @Nullable String clientOrderId,
            String portfolioId,
            String symbol,
            @Nullable String isin,
            Side side,
            OrderType orderType,
            BigDecimal quantity,
            @Nullable BigDecimal price,
            @Nullable BigDecimal stopPrice,
            TimeInForce timeInForce,
            @Nullable Instant expireTime,
            String status,
            boolean working,
            BigDecimal filledQuantity,
            BigDecimal remainingQuantity,
            @Nullable BigDecimal averagePrice,
            BigDecimal fees,
            String currency,
            String broker,
            Instant createdAt,
            Instant updatedAt,
            long revision) {}

    private final Orders orders;
    private final Depot depot;

    OrderHistory(Orders orders, Depot depot) {
        this.orders = orders;
        this.depot = depot;
    }

    /// `status` takes a state (`accepted`, `filled`, …) or `working` for all that are open.
    public CommandAnswer page(CommandEnvelope<GetOrderHistory> command) {
        GetOrderHistory asked = command.data();
        Optional<Account> account = depot.account(asked.portfolioId());
        if (account.isEmpty()) {
            return asked.portfolioId() == null
                    ? CommandAnswer.success(new Page<OrderView>(List.of(), null))
                    : CommandAnswer.refused(
                            "unknown_portfolio", "There is no such depot", "portfolio_id");
        }
        String status = asked.status() == null ? null : asked.status().toLowerCase(Locale.ROOT);
        boolean working = "working".equals(status);
        Optional<OrderState> state =
                Arrays.stream(OrderState.values())
                        .filter(one -> one.wireName().equals(status))
                        .findFirst();
        if (status != null && !working && state.isEmpty()) {
            return CommandAnswer.refused(
                    "invalid_status",
                    "Give working, accepted, filled, cancelled, expired, …",
                    "status");
        }
        if (asked.cursor() != null && !isOrderId(asked.cursor())) {
            return CommandAnswer.refused(
                    "invalid_cursor", "Give the next_cursor of the page before", "cursor");
        }
        int limit = Page.limit(asked.limit());
        List<Order> found =
                orders.page(
                        new Filter(
                                account.get().portfolioId(),
                                asked.symbol(),
                                state.orElse(null),
                                working ? Boolean.TRUE : null,
                                asked.cursor()),
                        limit + 1);
        List<OrderView> items = found.stream().limit(limit).map(OrderHistory::view).toList();
        return CommandAnswer.success(
                new Page<>(items, found.size() > limit ? items.getLast().orderId() : null));
    }

    private static boolean isOrderId(String text) {
        try {
            return UUID.fromString(text).toString().equals(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static OrderView view(Order order) {
        Ticket ticket = order.ticket();
        Terms terms = order.terms();
        Progress progress = order.progress();
        return new OrderView(
                order.orderId(),
                ticket.clientOrderId(),
                ticket.portfolioId(),
                ticket.symbol(),
                ticket.isin(),
                ticket.side(),
                ticket.type(),
                terms.quantity(),
                terms.price(),
                terms.stopPrice(),
                ticket.timeInForce(),
                ticket.expireTime(),
                order.state().wireName(),
                order.state().isWorking(),
                progress.filled(),
                order.leaves(),
                progress.filled().signum() == 0
                        ? null
                        : progress.value().divide(progress.filled(), 8, RoundingMode.HALF_UP),
                progress.fees(),
                ticket.currency(),
                ticket.broker(),
                order.createdAt(),
                order.updatedAt(),
                order.revision());
    }
}
