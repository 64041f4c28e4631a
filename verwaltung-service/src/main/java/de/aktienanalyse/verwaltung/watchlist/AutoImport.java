package de.aktienanalyse.verwaltung.watchlist;

import de.aktienanalyse.bus.Cause;
import de.aktienanalyse.bus.EventBus;
import de.aktienanalyse.bus.Outcome;
import de.aktienanalyse.commands.Command.PlaceOrder;
import de.aktienanalyse.commands.CommandAnswer;
import de.aktienanalyse.events.CrossSystemEvent.Action;
import de.aktienanalyse.events.CrossSystemEvent.IntelligenceTriggered;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.OrderEvent.OrderType;
import de.aktienanalyse.events.OrderEvent.Side;
import de.aktienanalyse.events.OrderEvent.TimeInForce;
import de.aktienanalyse.events.StockEvent.AnalysisCompleted;
import de.aktienanalyse.events.StockEvent.Recommendation;
import de.aktienanalyse.verwaltung.depot.Account;
import de.aktienanalyse.verwaltung.depot.Depot;
import de.aktienanalyse.verwaltung.market.Instrument;
import de.aktienanalyse.verwaltung.market.Market;
import de.aktienanalyse.verwaltung.orders.OrderDesk;
import de.aktienanalyse.verwaltung.orders.OrderDesk.OrderAnswer;
import de.aktienanalyse.verwaltung.watchlist.WatchlistEntry.Source;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// BUY with a score above 15, or the orchestrator's AUTO_IMPORT, puts a share on the watchlist.
/// Being put there, and only that, may place one order.
@Component
public class AutoImport {
    /// In whose name orders are placed that nobody placed by hand.
    static final String ACTOR = "auto-import";

    private static final Logger log = LoggerFactory.getLogger(AutoImport.class);
    private static final BigDecimal WORTH_WATCHING = BigDecimal.valueOf(15);

    private final Watchlist watchlist;
    private final OrderDesk desk;
    private final Depot depot;
    private final Market market;
    private final AutoOrderSettings settings;
    private final EventBus bus;
    private final Clock clock;

    AutoImport(
            Watchlist watchlist,
            OrderDesk desk,
            Depot depot,
            Market market,
            AutoOrderSettings settings,
            EventBus bus,
            Clock clock) {
        this.watchlist = watchlist;
        this.desk = desk;
        this.depot = depot;
        this.market = market;
        this.settings = settings;
        this.bus = bus;
        this.clock = clock;
    }

    public List<Event> onAnalysis(EventEnvelope<AnalysisCompleted> heard) {
        AnalysisCompleted analysis = heard.data();
        boolean added =
                analysis.recommendation() == Recommendation.BUY
                        && analysis.score().compareTo(WORTH_WATCHING) > 0
                        && watchlist.add(
                                analysis.symbol(),
                                Source.ANALYSIS,
                                "BUY, score " + analysis.score().toPlainString(),
                                clock.instant());
        watchlist.refresh(analysis);
        if (added) {
            order(analysis.symbol(), heard);
        }
        return List.of();
    }

    public List<Event> onRecommendation(EventEnvelope<IntelligenceTriggered> heard) {
        var recommended = heard.data().recommendation();
        boolean added =
                recommended.action() == Action.AUTO_IMPORT
                        && watchlist.add(
                                recommended.symbol(),
                                Source.INTELLIGENCE,
                                recommended.reason(),
                                clock.instant());
        if (added) {
            order(recommended.symbol(), heard);
        }
        return List.of();
    }

    private void order(String symbol, EventEnvelope<?> heard) {
        log.info("{} is on the watchlist now", symbol);
        if (!settings.enabled() || heard.replayed()) {
            return;
        }
        Optional<Instrument> instrument = market.find(symbol);
        Optional<Account> account = depot.lock(null);
        if (instrument.isEmpty() || account.isEmpty()) {
            without(symbol, "no price is known");
        } else if (desk.isInvolved(account.get(), symbol)) {
            without(symbol, "held or ordered already");
        } else if (desk.placedToday(ACTOR) >= settings.maxPerDay()) {
            without(symbol, "the limit of %d a day is reached".formatted(settings.maxPerDay()));
        } else {
            BigDecimal shares =
                    settings.maxValue().divide(instrument.get().price(), 0, RoundingMode.DOWN);
            if (shares.signum() == 0) {
                without(symbol, "one share is dearer than the limit");
            } else {
                place(symbol, shares, heard);
            }
        }
    }

    /// Said under the order's own cause: its actor is no user, whoever caused the analysis.
    private void place(String symbol, BigDecimal shares, EventEnvelope<?> heard) {
        Cause cause =
                new Cause(heard.correlationId(), heard.eventId(), ACTOR, heard.traceparent(), null);
        Outcome outcome =
                desk.place(
                        new PlaceOrder(
                                symbol,
                                Side.BUY,
                                shares,
                                OrderType.MARKET,
                                null,
                                null,
                                null,
                                null,
                                TimeInForce.GTC,
                                null),
                        cause);
        outcome.said().forEach(event -> bus.publish(event, cause));
        if (outcome.answer() instanceof CommandAnswer.Refused refused) {
            without(symbol, refused.message());
        } else {
            watchlist.ordered(symbol, orderId(outcome), null);
            log.info("{}: {} shares ordered within the owner's limits", symbol, shares);
        }
    }

    private static @Nullable String orderId(Outcome outcome) {
        return outcome.answer() instanceof CommandAnswer.Success success
                        && success.result() instanceof OrderAnswer answer
                ? answer.orderId()
                : null;
    }

    private void without(String symbol, String note) {
        watchlist.ordered(symbol, null, note);
        log.info("{} is not ordered: {}", symbol, note);
    }
}
