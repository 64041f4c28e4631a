package de.aktienanalyse.orchestrator;

import de.aktienanalyse.bus.Flow;
import de.aktienanalyse.events.CrossSystemEvent.DataProvided;
import de.aktienanalyse.events.CrossSystemEvent.DataRequested;
import de.aktienanalyse.events.CrossSystemEvent.IntelligenceTriggered;
import de.aktienanalyse.orchestrator.picture.Survey;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/// Answers become a picture, a picture becomes recommendations. The way of one round is [Round].
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class OrchestratorFlow {

    @Bean
    Flow intelligence(Survey survey) {
        return new Flow("orchestrator.intelligence")
                .watches(DataProvided.class)
                .by(survey::hear)
                // each round
                .says(DataRequested.class, IntelligenceTriggered.class);
    }
}
