package de.aktienanalyse.verwaltung.orders;

import de.aktienanalyse.bus.Cause;
import de.aktienanalyse.bus.Outcome;
import de.aktienanalyse.commands.Command.CancelOrder;
import de.aktienanalyse.commands.Command.ModifyOrder;
import de.aktienanalyse.commands.Command.PlaceOrder;
import de.aktienanalyse.commands.CommandAnswer;
import de.aktienanalyse.commands.CommandAnswer.Refused;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.events.OrderEvent.Side;
import de.aktienanalyse.verwaltung.broker.Broker;
import de.aktienanalyse.verwaltung.broker.Broker.Receipt;
import de.aktienanalyse.verwaltung.depot.Account;
import de.aktienanalyse.verwaltung.depot.Depot;
import de.aktienanalyse.verwaltung.market.Instrument;
import de.aktienanalyse.verwaltung.market.Market;
import de.aktienanalyse.verwaltung.orders.Order.Terms;
import de.aktienanalyse.verwaltung.orders.Order.Ticket;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Takes, changes and cancels orders: checks, writes, and returns what is to be answered and said.
/// Runs in the transaction that the bus holds around the command.
@Component
public class OrderDesk {

    /// What a command about an order answers.
    ///
    /// @param message for people
    public record OrderAnswer(
            String orderId,
            @Nullable String clientOrderId,
            String status,
            String message,
            long revision) {}

    private final Orders orders;
    private final Depot depot;
    private final Market market;
    private final Broker broker;
    private final Reservations reservations;
    private final OrderRules rules;
    private final OrderIds ids;
    private final Clock clock;

    OrderDesk(
            Orders orders,
            Depot depot,
            Market market,
            Broker broker,
            Reservations reservations,
            OrderSettings settings,
            Clock clock,
            RandomGenerator random) {
        this.orders = orders;
        this.depot = depot;
        this.market = market;
        this.broker = broker;
        this.reservations = reservations;
        this.rules = new OrderRules(settings);
        this.ids = new OrderIds(clock, random);
        this.clock = clock;
    }

    public Outcome place(CommandEnvelope<PlaceOrder> command) {
        return place(command.data(), Cause.of(command));
    }

    /// @param origin who wants it; the order's later events carry its correlation
    public Outcome place(PlaceOrder asked, Cause origin) {
        Optional<Account> account = depot.lock(asked.portfolioId());
        if (account.isEmpty()) {
            return asked.portfolioId() == null
                    ? unknownSymbol(asked.symbol())
                    : Outcome.refused(
                            "unknown_portfolio", "There is no such depot", "portfolio_id");
        }
        String clientId = asked.clientOrderId();
        if (clientId != null) {
            if (clientId.isBlank() || clientId.length() > 128) {
                return Outcome.refused(
                        "invalid_client_order_id", "Give 1 to 128 characters", "client_order_id");
            }
            Optional<Order> earlier = orders.findByClientId(account.get().portfolioId(), clientId);
            if (earlier.isPresent()) {
                return again(earlier.get(), asked);
            }
        }
        Optional<Instrument> instrument = market.find(asked.symbol());
        return instrument.isEmpty()
                ? unknownSymbol(asked.symbol())
                : place(asked, origin, account.get(), instrument.get());
    }

    public Outcome modify(CommandEnvelope<ModifyOrder> command) {
        ModifyOrder asked = command.data();
        Optional<Order> found = lockAndFind(asked.orderId());
        if (found.isEmpty()) {
            return unknownOrder();
        }
        Order order = found.get();
        if (!order.state().isWorking()) {
            return notWorking(order);
        }
        Optional<Refused> refused = rules.refusal(order, asked);
        if (refused.isPresent()) {
            return Outcome.of(refused.get());
        }
        Terms changed = changed(order, asked);
        Optional<Refused> uncovered = uncovered(order, changed, account(order));
        if (uncovered.isPresent()) {
            return Outcome.of(uncovered.get());
        }
        Order modified = order.modified(changed, marketTime(order), clock.instant());
        orders.update(modified);
        return Outcome.success(
                answer(modified, "Order modified successfully"), OrderEvents.modified(modified));
    }

    public Outcome cancel(CommandEnvelope<CancelOrder> command) {
        Optional<Order> found = lockAndFind(command.data().orderId());
        if (found.isEmpty()) {
            return unknownOrder();
        }
        if (!found.get().state().isWorking()) {
            return notWorking(found.get());
        }
        Order cancelled = found.get().signal(OrderSignal.CANCELED, clock.instant());
        orders.update(cancelled);
        return Outcome.success(
                answer(cancelled, "Order cancelled successfully"),
                OrderEvents.cancelled(cancelled, "user_request"));
    }

    /// Whether an actor may place another order today, by the wall clock in UTC.
    public int placedToday(String actor) {
        return orders.countPlacedBy(actor, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    }

    /// Whether a share is held, or an order for it is open.
    public boolean isInvolved(Account account, String symbol) {
        return depot.quantity(account, symbol).signum() != 0
                || orders.working(symbol).stream()
                        .anyMatch(order ->
                                order.ticket().portfolioId().equals(account.portfolioId()));
    }

    private Outcome place(PlaceOrder asked, Cause origin, Account account, Instrument instrument) {
        String currency = account.cash().currency().getCurrencyCode();
        Optional<Refused> refused = rules.refusal(asked, instrument, currency);
        if (refused.isPresent()) {
            return Outcome.of(refused.get());
        }
        Order order = draft(asked, origin, account, instrument);
        Optional<Refused> uncovered = uncovered(order, order.terms(), account);
        return uncovered.isPresent() ? Outcome.of(uncovered.get()) : hand(order, instrument);
    }

    private Order draft(PlaceOrder asked, Cause origin, Account account, Instrument instrument) {
        Ticket ticket =
                new Ticket(
                        account.portfolioId(),
                        asked.symbol(),
                        instrument.isin(),
                        account.cash().currency().getCurrencyCode(),
                        asked.side(),
                        OrderRules.typeOf(asked),
                        OrderRules.timeInForceOf(asked),
                        asked.expireTime(),
                        asked.clientOrderId(),
                        OrderRules.fingerprint(asked),
                        broker.name());
        Terms terms =
                new Terms(
                        asked.quantity(),
                        asked.price(),
                        asked.stopPrice(),
                        rules.reservePrice(
                                ticket.type(),
                                asked.price(),
                                asked.stopPrice(),
                                instrument.price()));
        return Order.initial(
                ids.next(), ticket, terms, instrument.marketTime(), origin, clock.instant());
    }

    private Outcome hand(Order draft, Instrument instrument) {
        return switch (broker.place(draft.forBroker())) {
            case Receipt.Accepted _ -> {
                Order accepted = draft.signal(OrderSignal.ACCEPTED, draft.createdAt());
                orders.insert(accepted);
                yield Outcome.success(
                        answer(accepted, placedMessage(instrument)), OrderEvents.created(accepted));
            }
            case Receipt.Rejected rejected -> {
                Order submitted = draft.signal(OrderSignal.SUBMITTED, draft.createdAt());
                Order failed = submitted.signal(OrderSignal.REJECTED, clock.instant());
                orders.insert(failed);
                yield Outcome.of(
                        CommandAnswer.refused(rejected.code(), rejected.message()),
                        List.of(
                                OrderEvents.created(submitted),
                                OrderEvents.failed(failed, rejected.code(), rejected.message())));
            }
        };
    }

    /// The same client id: the same order once more, or a mistake.
    private static Outcome again(Order earlier, PlaceOrder asked) {
        return earlier.ticket().body().equals(OrderRules.fingerprint(asked))
                ? Outcome.success(answer(earlier, "This order was placed before"))
                : Outcome.refused(
                        "duplicate_client_order_id",
                        "Another order has this client_order_id; make a new one",
                        "client_order_id");
    }

    private Optional<Refused> uncovered(Order order, Terms terms, Account account) {
        if (order.ticket().side() == Side.BUY) {
            return rules.funds(
                    order.neededCash(terms, broker).amount(),
                    reservations.freeCash(account, order),
                    order.ticket().currency());
        }
        BigDecimal left = terms.quantity().subtract(order.progress().filled());
        return rules.position(
                left,
                reservations.freeShares(account, order.ticket().symbol(), order),
                order.ticket().symbol());
    }

    private Terms changed(Order order, ModifyOrder asked) {
        Terms terms = order.terms();
        BigDecimal price = asked.price() == null ? terms.price() : asked.price();
        BigDecimal stopPrice = asked.stopPrice() == null ? terms.stopPrice() : asked.stopPrice();
        BigDecimal last =
                market.find(order.ticket().symbol())
                        .map(Instrument::price)
                        .orElse(terms.reservePrice());
        return new Terms(
                asked.quantity() == null ? terms.quantity() : asked.quantity(),
                price,
                stopPrice,
                rules.reservePrice(order.ticket().type(), price, stopPrice, last));
    }

    private Optional<Order> lockAndFind(String orderId) {
        Optional<Order> found = orders.find(orderId);
        found.ifPresent(order -> depot.lock(order.ticket().portfolioId()));
        // Again under the lock: a fill of another instance may have come in between.
        return found.flatMap(order -> orders.find(order.orderId()));
    }

    private Account account(Order order) {
        return depot.account(order.ticket().portfolioId())
                .orElseThrow(() -> new IllegalStateException("No depot for " + order.orderId()));
    }

    private Instant marketTime(Order order) {
        return market.find(order.ticket().symbol())
                .map(Instrument::marketTime)
                .orElse(order.progress().eligibleFrom());
    }

    private static OrderAnswer answer(Order order, String message) {
        return new OrderAnswer(
                order.orderId(),
                order.ticket().clientOrderId(),
                order.state().wireName(),
                message,
                order.revision());
    }

    private static String placedMessage(Instrument instrument) {
        StringBuilder message = new StringBuilder("Order placed successfully; ");
        message.append(
                instrument.openKnown()
                        ? "the next bar may fill it"
                        : "only closes of this share are known, so the next close may fill it");
        if (!instrument.volumeKnown()) {
            message.append("; its volume is unknown, so fills are not bounded by it");
        }
        if (instrument.currency() == null) {
            message.append("; its currency is unknown, taken for the depot's");
        }
        return message.toString();
    }

    private static Outcome unknownSymbol(String symbol) {
        return Outcome.refused("unknown_symbol", "No price of " + symbol + " is known", "symbol");
    }

    private static Outcome unknownOrder() {
        return Outcome.refused("unknown_order", "There is no such order", "order_id");
    }

    private static Outcome notWorking(Order order) {
        return Outcome.refused(
                "order_not_working",
                "The order is " + order.state().wireName() + " already",
                "order_id");
    }
}
