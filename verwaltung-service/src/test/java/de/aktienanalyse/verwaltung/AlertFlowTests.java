package de.aktienanalyse.verwaltung;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.commands.Command.AlertAction;
import de.aktienanalyse.commands.Command.AlertCondition;
import de.aktienanalyse.commands.Command.SubscribeAlerts;
import de.aktienanalyse.events.AlertEvent.AlertType;
import de.aktienanalyse.events.AlertEvent.Triggered;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class AlertFlowTests {
    @TempDir Path dir;
    private Desk desk;

    @BeforeEach
    void open() {
        desk = Desk.in(dir);
        desk.bar("AAPL", 1, "100");
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void saysOncePerCrossingAndAgainAfterTheNext() {
        create(AlertCondition.PRICE_ABOVE, "110");
        for (String price : new String[] {"105", "111", "115", "109", "112"}) {
            desk.bar("AAPL", nextDay(), price);
        }

        assertThat(desk.said(Triggered.class))
                .extracting(alert -> alert.triggerValue().intValueExact())
                .containsExactly(111, 112);
    }

    @Test
    void tellsInGermanAndInTheNameOfItsOwner() {
        desk.ask(rule(AlertAction.CREATE, AlertCondition.PRICE_BELOW, "95.5", null), "make-rule");
        desk.bar("AAPL", 2, "94.25");

        Triggered alert = desk.last(Triggered.class);
        assertThat(alert.message()).isEqualTo("AAPL: Kurs 94,25 USD ist unter 95,50 USD gefallen");
        assertThat(alert.alertType()).isEqualTo(AlertType.PRICE_THRESHOLD);
        assertThat(alert.timestamp()).isEqualTo(Desk.start(3));
        assertThat(desk.envelopeOf(alert).correlationId()).isEqualTo("correlation-of-make-rule");
        assertThat(desk.envelopeOf(alert).actor()).isEqualTo("owner");
    }

    @Test
    void aRuleThatHoldsWhenItIsMadeWaitsForACrossing() {
        create(AlertCondition.PRICE_ABOVE, "90");
        desk.bar("AAPL", 2, "101");
        assertThat(desk.said(Triggered.class)).isEmpty();

        desk.bar("AAPL", 3, "89");
        desk.bar("AAPL", 4, "91");
        assertThat(desk.said(Triggered.class)).hasSize(1);
    }

    @Test
    void volumeAndChangeAreWatchedBarByBar() {
        create(AlertCondition.VOLUME_ABOVE, "1000");
        create(AlertCondition.CHANGE_PERCENT_ABOVE, "5");
        desk.bar("AAPL", 2, "100", "100", "100", "104", "999");
        desk.bar("AAPL", 3, "110", "110", "110", "110", "1001");
        desk.bar("AAPL", 4, "110");

        assertThat(desk.said(Triggered.class))
                .extracting(Triggered::alertType)
                .containsExactlyInAnyOrder(AlertType.VOLUME_SPIKE, AlertType.VOLATILITY);
        assertThat(desk.said(Triggered.class))
                .extracting(Triggered::message)
                .anyMatch(text -> text.equals("AAPL: Veränderung von 5,7692 %, mehr als 5 %"));
    }

    @Test
    void aReplayAlarmsNobodyAndARestartForgetsNothing() {
        create(AlertCondition.PRICE_ABOVE, "110");
        desk.replay(Desk.barOf("AAPL", 2, null, null, null, "120", null));
        assertThat(desk.said(Triggered.class)).isEmpty();
        desk.close();
        desk = Desk.in(dir);

        desk.bar("AAPL", 2, "111");
        assertThat(desk.said(Triggered.class)).hasSize(1);
    }

    @Test
    void rulesAreListedAndDeleted() {
        String ruleId = create(AlertCondition.PRICE_ABOVE, "110");
        JsonNode listed = desk.result(desk.ask(rule(AlertAction.LIST, null, null, null)));
        assertThat(listed.path("rules").path(0).path("condition").asString())
                .isEqualTo("price_above");

        desk.ask(rule(AlertAction.DELETE, null, null, ruleId));
        desk.bar("AAPL", 2, "120");

        assertThat(desk.said(Triggered.class)).isEmpty();
        assertThat(desk.outcome(rule(AlertAction.DELETE, null, null, ruleId)))
                .isEqualTo("unknown_rule");
    }

    @Test
    void anUnfinishedRuleIsRefused() {
        assertThat(
                        desk.outcome(
                                new SubscribeAlerts(
                                        null,
                                        null,
                                        AlertCondition.PRICE_ABOVE,
                                        Desk.dec("1"),
                                        null)))
                .isEqualTo("missing_symbol");
        assertThat(desk.outcome(rule(null, null, "1", null))).isEqualTo("missing_condition");
        assertThat(desk.outcome(rule(null, AlertCondition.PRICE_ABOVE, null, null)))
                .isEqualTo("missing_threshold");
        assertThat(desk.outcome(rule(null, AlertCondition.PRICE_ABOVE, "-1", null)))
                .isEqualTo("invalid_threshold");
    }

    private int day = 1;

    private int nextDay() {
        return ++day;
    }

    private String create(AlertCondition condition, String threshold) {
        return desk.result(desk.ask(rule(AlertAction.CREATE, condition, threshold, null)))
                .path("rule_id")
                .asString();
    }

    private static SubscribeAlerts rule(
            @Nullable AlertAction action,
            @Nullable AlertCondition condition,
            @Nullable String threshold,
            @Nullable String ruleId) {
        return new SubscribeAlerts(action, "AAPL", condition, Desk.dec(threshold), ruleId);
    }
}
