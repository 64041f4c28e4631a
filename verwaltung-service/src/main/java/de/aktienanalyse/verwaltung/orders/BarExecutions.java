package de.aktienanalyse.verwaltung.orders;

import de.aktienanalyse.bus.Cause;
import de.aktienanalyse.bus.EventBus;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.MarketEvent.BarClosed;
import de.aktienanalyse.events.OrderEvent.TimeInForce;
import de.aktienanalyse.verwaltung.broker.BarResult;
import de.aktienanalyse.verwaltung.broker.BarResult.Fill;
import de.aktienanalyse.verwaltung.broker.Broker;
import de.aktienanalyse.verwaltung.depot.Account;
import de.aktienanalyse.verwaltung.depot.Depot;
import de.aktienanalyse.verwaltung.depot.Money;
import de.aktienanalyse.verwaltung.depot.Trade;
import de.aktienanalyse.verwaltung.market.Market;
import de.aktienanalyse.verwaltung.orders.Order.Ticket;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/// A closed bar fills, triggers and ends orders. Runs in the transaction of the reaction.
///
/// What follows is said in the name of the order's command, not of the bar: hence published here
/// under the order's own cause instead of returned.
@Component
public class BarExecutions {
    private final Orders orders;
    private final Depot depot;
    private final Market market;
    private final Broker broker;
    private final Reservations reservations;
    private final EventBus bus;
    private final Clock clock;

    BarExecutions(
            Orders orders,
            Depot depot,
            Market market,
            Broker broker,
            Reservations reservations,
            EventBus bus,
            Clock clock) {
        this.orders = orders;
        this.depot = depot;
        this.market = market;
        this.broker = broker;
        this.reservations = reservations;
        this.bus = bus;
        this.clock = clock;
    }

    /// A replayed bar is history: it fills nothing.
    public List<? extends Event> onBar(EventEnvelope<BarClosed> heard) {
        BarClosed bar = heard.data();
        if (heard.replayed() || !isPlausible(bar)) {
            return List.of();
        }
        market.learn(bar);
        List<? extends Event> opening = depot.open(bar);
        for (Order order : orders.working(bar.symbol())) {
            Cause origin = order.origin();
            Cause cause =
                    new Cause(
                            origin.correlationId(),
                            heard.eventId(),
                            origin.actor(),
                            origin.traceparent(),
                            null);
            apply(order, bar).forEach(event -> bus.publish(event, cause));
        }
        return opening;
    }

    private List<Event> apply(Order order, BarClosed bar) {
        if (bar.barStart().isBefore(order.progress().eligibleFrom())) {
            return List.of();
        }
        if (isOver(order, bar)) {
            return end(order, OrderSignal.EXPIRED);
        }
        List<Event> events = new ArrayList<>();
        Order worked = work(order, bar, events);
        if (worked.state().isWorking()) {
            Order left = worked.with(worked.progress().inSession(day(bar)).usedUntil(bar.barEnd()));
            Optional<OrderSignal> ending = ending(left, bar);
            if (ending.isPresent()) {
                events.addAll(end(left, ending.get()));
            } else {
                orders.update(left);
            }
        }
        return events;
    }

    private Order work(Order order, BarClosed bar, List<Event> events) {
        BarResult result = broker.onBar(order.forBroker(), bar);
        Order triggered =
                result.triggered() && !order.isLive() ? order.triggered(clock.instant()) : order;
        Fill fill = result.fill();
        return fill == null ? triggered : fill(triggered, fill, events);
    }

    private Order fill(Order order, Fill fill, List<Event> events) {
        Account account = lock(order);
        Trade trade = trade(order, fill, account);
        Optional<String> obstacle = obstacle(order, trade, account);
        if (obstacle.isPresent()) {
            return stop(order, obstacle.get(), events);
        }
        Order filled =
                order.fill(
                        fill.quantity(),
                        trade.value().amount(),
                        trade.fees().amount(),
                        clock.instant());
        orders.update(filled);
        Event booked = depot.book(trade);
        events.add(OrderEvents.executed(filled, trade));
        events.add(booked);
        return filled;
    }

    private Trade trade(Order order, Fill fill, Account account) {
        Ticket ticket = order.ticket();
        Money value = Money.of(fill.quantity().multiply(fill.price()), account.cash().currency());
        BigDecimal fees =
                broker.fees(
                                order.progress().filled().add(fill.quantity()),
                                order.progress().value().add(value.amount()))
                        .subtract(order.progress().fees())
                        .max(BigDecimal.ZERO);
        return new Trade(
                order.nextExecutionId(),
                order.orderId(),
                ticket.portfolioId(),
                ticket.symbol(),
                ticket.isin(),
                ticket.side(),
                fill.quantity(),
                fill.price(),
                value,
                Money.of(fees, account.cash().currency()),
                fill.at());
    }

    /// The open may be dearer than what was kept back; what other orders need is not touched.
    private Optional<String> obstacle(Order order, Trade trade, Account account) {
        if (order.isBuy()) {
            BigDecimal free = reservations.freeCash(account, order);
            return trade.cashEffect().negated().amount().compareTo(free) > 0
                    ? Optional.of("insufficient_funds")
                    : Optional.empty();
        }
        if (trade.quantity().compareTo(depot.quantity(account, trade.symbol())) > 0) {
            return Optional.of("insufficient_position");
        }
        return account.cash().amount().add(trade.cashEffect().amount()).signum() < 0
                ? Optional.of("insufficient_funds")
                : Optional.empty();
    }

    private Order stop(Order order, String code, List<Event> events) {
        boolean untouched = order.state().on(OrderSignal.REJECTED).isPresent();
        Order stopped =
                order.signal(
                        untouched ? OrderSignal.REJECTED : OrderSignal.CANCELED, clock.instant());
        orders.update(stopped);
        events.add(
                untouched
                        ? OrderEvents.failed(
                                stopped, code, "The fill could not be covered any more")
                        : OrderEvents.cancelled(stopped, code));
        return stopped;
    }

    private List<Event> end(Order order, OrderSignal signal) {
        Order ended = order.signal(signal, clock.instant());
        orders.update(ended);
        return Stream.<Event>of(
                        signal == OrderSignal.EXPIRED
                                ? OrderEvents.expired(ended)
                                : OrderEvents.cancelled(ended, "time_in_force"))
                .toList();
    }

    /// Whether the order ended before this bar. A bar that begins before `expire_time` still
    /// counts.
    private static boolean isOver(Order order, BarClosed bar) {
        Instant expireTime = order.ticket().expireTime();
        LocalDate session = order.progress().session();
        return switch (order.ticket().timeInForce()) {
            case GTD -> expireTime != null && !bar.barStart().isBefore(expireTime);
            case DAY -> session != null && day(bar).isAfter(session);
            case GTC, IOC, FOK -> false;
        };
    }

    /// How the time in force ends an order after this bar. IOC and FOK have one bar, from their
    /// trigger on.
    private static Optional<OrderSignal> ending(Order order, BarClosed bar) {
        Instant expireTime = order.ticket().expireTime();
        TimeInForce timeInForce = order.ticket().timeInForce();
        return switch (timeInForce) {
            case IOC, FOK -> order.isLive() ? Optional.of(OrderSignal.CANCELED) : Optional.empty();
            case DAY -> isDaily(bar) ? Optional.of(OrderSignal.EXPIRED) : Optional.empty();
            case GTD ->
                    expireTime != null && !bar.barEnd().isBefore(expireTime)
                            ? Optional.of(OrderSignal.EXPIRED)
                            : Optional.empty();
            case GTC -> Optional.empty();
        };
    }

    private static boolean isDaily(BarClosed bar) {
        return bar.interval().startsWith("P") && !bar.interval().startsWith("PT");
    }

    private static LocalDate day(BarClosed bar) {
        return LocalDate.ofInstant(bar.barStart(), ZoneOffset.UTC);
    }

    /// Anybody may publish a bar; one with prices of zero or an end before its begin fills nothing.
    private static boolean isPlausible(BarClosed bar) {
        return bar.barStart().isBefore(bar.barEnd())
                && Stream.of(
                                Optional.ofNullable(bar.open()),
                                Optional.ofNullable(bar.high()),
                                Optional.ofNullable(bar.low()),
                                Optional.of(bar.close()))
                        .flatMap(Optional::stream)
                        .allMatch(price -> price.signum() > 0);
    }

    private Account lock(Order order) {
        return depot.lock(order.ticket().portfolioId())
                .orElseThrow(() -> new IllegalStateException("No depot for " + order.orderId()));
    }
}
