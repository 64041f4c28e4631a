package de.aktienanalyse.eventbus.analytics;

import de.aktienanalyse.commands.BusCommand.GetAnalytics;
import de.aktienanalyse.commands.CommandAnswer;
import org.springframework.stereotype.Component;

/// Answers how much passed, and how fast.
@Component
public class AnalyticsDesk {
    private final EventAnalytics running;
    private final MinuteBook minutes;

    AnalyticsDesk(EventAnalytics running, MinuteBook minutes) {
        this.running = running;
        this.minutes = minutes;
    }

    public CommandAnswer report(GetAnalytics asked) {
        if (asked.from() == null && asked.to() == null) {
            return CommandAnswer.success(running.report());
        }
        if (asked.from() != null && asked.to() != null && asked.from().isAfter(asked.to())) {
            return CommandAnswer.refused("invalid_range", "from must not be after to", "from");
        }
        return CommandAnswer.success(minutes.report(asked.from(), asked.to()));
    }
}
