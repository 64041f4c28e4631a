package de.aktienanalyse.eventbus.health;

import de.aktienanalyse.commands.BusCommand.GetHealthHistory;
import de.aktienanalyse.commands.CommandAnswer;
import de.aktienanalyse.commands.Page;
import de.aktienanalyse.events.InvalidEvent;
import org.springframework.stereotype.Component;

/// Answers how the services were.
@Component
public class HistoryDesk {
    private final StatusHistory history;

    HistoryDesk(StatusHistory history) {
        this.history = history;
    }

    public CommandAnswer list(GetHealthHistory asked) {
        try {
            return CommandAnswer.success(
                    history.find(
                            asked.service(),
                            asked.from(),
                            asked.to(),
                            Page.limit(asked.limit()),
                            asked.cursor()));
        } catch (InvalidEvent e) {
            return CommandAnswer.refused("invalid_" + e.field(), "" + e.getMessage(), e.field());
        }
    }
}
