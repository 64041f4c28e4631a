package de.aktienanalyse.orchestrator;

import de.aktienanalyse.orchestrator.correlation.Correlation;
import de.aktienanalyse.orchestrator.decision.Decision;
import de.aktienanalyse.orchestrator.decision.Recommendations;
import de.aktienanalyse.orchestrator.picture.Survey;
import de.aktienanalyse.orchestrator.picture.SystemPicture;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Asks, correlates, decides, says; then waits for the next round.
@Component
class Round {
    private static final Logger log = LoggerFactory.getLogger(Round.class);

    private final Survey survey;
    private final Recommendations recommendations;
    private List<String> missingLastTime = List.of();

    Round(Survey survey, Recommendations recommendations) {
        this.survey = survey;
        this.recommendations = recommendations;
    }

    /// A round that fails is logged by the scheduler, and the next one comes all the same.
    @Scheduled(
            initialDelayString = "${aktien.orchestrator.first-after:10s}",
            fixedDelayString = "${aktien.orchestrator.every:30s}")
    void run() throws InterruptedException {
        SystemPicture picture = survey.take();
        noteMissing(picture.missingModules());
        for (Decision said : recommendations.follow(picture, Correlation.of(picture))) {
            log.info("{} {}: {}", said.action(), said.symbol(), said.explanation());
        }
    }

    private void noteMissing(List<String> missing) {
        if (!missing.equals(missingLastTime)) {
            log.info(missing.isEmpty() ? "All modules answer" : "No answer from {}", missing);
            missingLastTime = missing;
        }
    }
}
