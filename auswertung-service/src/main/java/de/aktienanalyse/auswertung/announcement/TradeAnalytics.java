package de.aktienanalyse.auswertung.announcement;

import de.aktienanalyse.auswertung.holdings.Holdings;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.MarketEvent.BarClosed;
import de.aktienanalyse.events.OrderEvent.Executed;
import de.aktienanalyse.events.PortfolioEvent.CashChanged;
import de.aktienanalyse.events.PortfolioEvent.PositionChanged;
import org.springframework.stereotype.Component;

/// Books what was heard and sees to it that changed figures are told.
@Component
public class TradeAnalytics {
    private final Holdings holdings;
    private final Announcements announcements;

    public TradeAnalytics(Holdings holdings, Announcements announcements) {
        this.holdings = holdings;
        this.announcements = announcements;
    }

    public void executed(EventEnvelope<Executed> heard) {
        holdings.trade(heard).ifPresent(portfolio -> announcements.booked(portfolio, heard));
    }

    public void cashChanged(EventEnvelope<CashChanged> heard) {
        holdings.cashFlow(heard).ifPresent(portfolio -> announcements.booked(portfolio, heard));
    }

    public void positionChanged(EventEnvelope<PositionChanged> heard) {
        holdings.position(heard).ifPresent(portfolio -> announcements.booked(portfolio, heard));
    }

    public void barClosed(EventEnvelope<BarClosed> heard) {
        switch (holdings.bar(heard)) {
            case DAY_CLOSED, LATE -> announcements.dayClosed(heard);
            case RUNNING_DAY, NONE -> {
                // The running day is valued when somebody looks.
            }
        }
    }
}
