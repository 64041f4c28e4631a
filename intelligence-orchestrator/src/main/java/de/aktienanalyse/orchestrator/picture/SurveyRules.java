package de.aktienanalyse.orchestrator.picture;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param modules who is asked, by name on the bus
/// @param timeout how long we wait for the last of them
@ConfigurationProperties("aktien.survey")
public record SurveyRules(
        @DefaultValue({SystemPicture.ANALYSIS, SystemPicture.FIGURES, SystemPicture.DEPOT})
                List<String> modules,
        @DefaultValue("5s") Duration timeout) {
    public SurveyRules {
        modules = List.copyOf(new LinkedHashSet<>(modules));
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException(
                    "aktien.survey.timeout must be above zero, as in 5s");
        }
    }
}
