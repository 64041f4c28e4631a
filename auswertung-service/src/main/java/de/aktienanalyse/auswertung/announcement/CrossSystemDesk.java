package de.aktienanalyse.auswertung.announcement;

import de.aktienanalyse.auswertung.holdings.Depot;
import de.aktienanalyse.auswertung.holdings.Holdings;
import de.aktienanalyse.auswertung.holdings.PortfolioChoice;
import de.aktienanalyse.auswertung.holdings.Through;
import de.aktienanalyse.auswertung.ranking.RankedHolding;
import de.aktienanalyse.auswertung.ranking.Rankings;
import de.aktienanalyse.bus.Cause;
import de.aktienanalyse.bus.EventBus;
import de.aktienanalyse.events.CrossSystemEvent.DataProvided;
import de.aktienanalyse.events.CrossSystemEvent.DataRequested;
import de.aktienanalyse.events.CrossSystemEvent.ModuleRow;
import de.aktienanalyse.events.CrossSystemEvent.PerformanceRequested;
import de.aktienanalyse.events.EventEnvelope;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Answers the questions of the other modules.
@Component
public class CrossSystemDesk {
    private static final String MODULE = "auswertung";

    private final Holdings holdings;
    private final Rankings rankings;
    private final Announcements announcements;
    private final EventBus bus;

    public CrossSystemDesk(
            Holdings holdings, Rankings rankings, Announcements announcements, EventBus bus) {
        this.holdings = holdings;
        this.rankings = rankings;
        this.announcements = announcements;
        this.bus = bus;
    }

    /// What is known of each holding, best first. An empty depot is an answer too: the asker need
    /// not wait.
    public void provide(EventEnvelope<DataRequested> heard) {
        DataProvided answer =
                switch (holdings.choose(null)) {
                    case PortfolioChoice.None _ -> answer(heard, null, List.of());
                    case PortfolioChoice.Chosen chosen -> {
                        Depot depot = holdings.depot(chosen.portfolioId(), Through.RUNNING_DAY);
                        yield answer(heard, depot.portfolioId(), rankings.rank(depot));
                    }
                };
        bus.publish(answer, Cause.of(heard));
    }

    /// Says the figures again, soon.
    public void sayAgain(EventEnvelope<PerformanceRequested> heard) {
        announcements.askedFor(heard.data().portfolioId(), heard);
    }

    private static DataProvided answer(
            EventEnvelope<DataRequested> heard,
            @Nullable String portfolioId,
            List<RankedHolding> ranked) {
        String requestId = heard.data().requestId();
        return new DataProvided(
                requestId == null ? heard.eventId() : requestId,
                MODULE,
                heard.data().requestType(),
                portfolioId,
                ranked.stream().map(CrossSystemDesk::row).toList());
    }

    private static ModuleRow row(RankedHolding holding) {
        return new ModuleRow(
                holding.symbol(),
                null,
                null,
                null,
                holding.returnPercent(),
                holding.weight(),
                holding.rank());
    }
}
