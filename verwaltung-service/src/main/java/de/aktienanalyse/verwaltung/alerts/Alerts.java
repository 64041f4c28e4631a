package de.aktienanalyse.verwaltung.alerts;

import de.aktienanalyse.bus.Cause;
import de.aktienanalyse.bus.EventBus;
import de.aktienanalyse.bus.Outcome;
import de.aktienanalyse.commands.Command.AlertAction;
import de.aktienanalyse.commands.Command.AlertCondition;
import de.aktienanalyse.commands.Command.SubscribeAlerts;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.events.AlertEvent.AlertType;
import de.aktienanalyse.events.AlertEvent.Triggered;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.MarketEvent.BarClosed;
import de.aktienanalyse.events.Severity;
import de.aktienanalyse.verwaltung.alerts.AlertRule.Evaluation;
import de.aktienanalyse.verwaltung.market.Instrument;
import de.aktienanalyse.verwaltung.market.Market;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Keeps the rules, and says when one comes true.
@Component
public class Alerts {
    private static final int MAX_RULES = 200;
    private static final BigDecimal MAX_THRESHOLD = new BigDecimal("1000000000000000");

    /// A rule as its owner sees it.
    record RuleView(
            String ruleId,
            String symbol,
            AlertCondition condition,
            BigDecimal threshold,
            @Nullable Boolean met,
            Instant createdAt) {
        static RuleView of(AlertRule rule) {
            return new RuleView(
                    rule.ruleId(),
                    rule.symbol(),
                    rule.condition(),
                    rule.threshold(),
                    rule.met(),
                    rule.createdAt());
        }
    }

    /// @param ruleId the rule made or deleted; null for a list
    /// @param rules all of the user's, afterwards
    record RulesAnswer(String message, @Nullable String ruleId, List<RuleView> rules) {}

    private final AlertRules rules;
    private final Market market;
    private final EventBus bus;
    private final Clock clock;
    private final RandomGenerator random;

    Alerts(AlertRules rules, Market market, EventBus bus, Clock clock, RandomGenerator random) {
        this.rules = rules;
        this.market = market;
        this.bus = bus;
        this.clock = clock;
        this.random = random;
    }

    public Outcome subscribe(CommandEnvelope<SubscribeAlerts> command) {
        AlertAction action = command.data().action();
        return switch (action == null ? AlertAction.CREATE : action) {
            case CREATE -> create(command);
            case LIST -> answer("Alert rules", null, command.actor());
            case DELETE -> delete(command);
        };
    }

    /// A replayed bar is history: nobody is alarmed by it. Said in the name of whoever made the
    /// rule.
    public List<Event> onBar(EventEnvelope<BarClosed> heard) {
        if (heard.replayed()) {
            return List.of();
        }
        for (AlertRule rule : rules.on(heard.data().symbol())) {
            Evaluation evaluation = rule.on(heard.data());
            BigDecimal value = evaluation.crossing();
            if (evaluation.rule() != rule) {
                rules.update(evaluation.rule());
            }
            if (value != null) {
                bus.publish(
                        triggered(rule, value, heard.data()),
                        new Cause(
                                rule.correlationId(),
                                heard.eventId(),
                                rule.actor(),
                                rule.traceparent(),
                                null));
            }
        }
        return List.of();
    }

    private Outcome create(CommandEnvelope<SubscribeAlerts> command) {
        SubscribeAlerts asked = command.data();
        if (asked.symbol() == null || asked.symbol().isBlank() || asked.symbol().length() > 128) {
            return Outcome.refused("missing_symbol", "Say which share to watch", "symbol");
        }
        if (asked.condition() == null) {
            return Outcome.refused(
                    "missing_condition",
                    "Give price_above, price_below, volume_above or change_percent_above",
                    "condition");
        }
        BigDecimal threshold = asked.threshold();
        if (threshold == null) {
            return Outcome.refused("missing_threshold", "Say at which value", "threshold");
        }
        if (invalid(threshold, asked.condition())) {
            return Outcome.refused(
                    "invalid_threshold", "Give more than 0, with at most 8 decimals", "threshold");
        }
        if (rules.of(command.actor()).size() >= MAX_RULES) {
            return Outcome.refused(
                    "too_many_rules",
                    "Delete one first: " + MAX_RULES + " rules are the most",
                    "action");
        }
        AlertRule rule = rule(command, asked.symbol(), asked.condition(), threshold);
        rules.insert(rule);
        return answer("Alert rule created", rule.ruleId(), command.actor());
    }

    private AlertRule rule(
            CommandEnvelope<SubscribeAlerts> command,
            String symbol,
            AlertCondition condition,
            BigDecimal threshold) {
        Optional<Instrument> known = market.find(symbol);
        return new AlertRule(
                "alert-" + new UUID(random.nextLong(), random.nextLong()),
                command.actor(),
                symbol,
                condition,
                threshold,
                holdsNow(condition, threshold, known),
                known.map(Instrument::price).orElse(null),
                known.map(Instrument::marketTime).orElse(null),
                clock.instant(),
                command.correlationId(),
                command.traceparent());
    }

    // Volume and change belong to one bar each: the next bar that exceeds them is news.
    private static @Nullable Boolean holdsNow(
            AlertCondition condition, BigDecimal threshold, Optional<Instrument> known) {
        return switch (condition) {
            case PRICE_ABOVE, PRICE_BELOW ->
                    known.map(share -> AlertRule.holds(condition, threshold, share.price()))
                            .orElse(null);
            case VOLUME_ABOVE, CHANGE_PERCENT_ABOVE -> Boolean.FALSE;
        };
    }

    private Outcome delete(CommandEnvelope<SubscribeAlerts> command) {
        String ruleId = command.data().ruleId();
        if (ruleId == null) {
            return Outcome.refused("missing_rule_id", "Say which rule", "rule_id");
        }
        return rules.delete(command.actor(), ruleId)
                ? answer("Alert rule deleted", ruleId, command.actor())
                : Outcome.refused("unknown_rule", "There is no such rule of yours", "rule_id");
    }

    private Outcome answer(String message, @Nullable String ruleId, String actor) {
        return Outcome.success(
                new RulesAnswer(
                        message, ruleId, rules.of(actor).stream().map(RuleView::of).toList()));
    }

    private static boolean invalid(BigDecimal threshold, AlertCondition condition) {
        boolean sign = threshold.signum() > 0 || condition == AlertCondition.CHANGE_PERCENT_ABOVE;
        return !sign
                || threshold.abs().compareTo(MAX_THRESHOLD) > 0
                || threshold.stripTrailingZeros().scale() > 8;
    }

    private static Triggered triggered(AlertRule rule, BigDecimal value, BarClosed bar) {
        AlertType type =
                switch (rule.condition()) {
                    case PRICE_ABOVE, PRICE_BELOW -> AlertType.PRICE_THRESHOLD;
                    case VOLUME_ABOVE -> AlertType.VOLUME_SPIKE;
                    case CHANGE_PERCENT_ABOVE -> AlertType.VOLATILITY;
                };
        return new Triggered(
                type,
                rule.symbol(),
                message(rule, value, bar.currency()),
                Severity.INFO,
                value,
                value,
                rule.threshold(),
                bar.barEnd(),
                rule.ruleId());
    }

    private static String message(AlertRule rule, BigDecimal value, @Nullable String currency) {
        String unit = currency == null ? "" : " " + currency;
        String text =
                switch (rule.condition()) {
                    case PRICE_ABOVE -> "%s: Kurs %s" + unit + " ist über %s" + unit + " gestiegen";
                    case PRICE_BELOW -> "%s: Kurs %s" + unit + " ist unter %s" + unit + " gefallen";
                    case VOLUME_ABOVE -> "%s: Umsatz von %s Stück, mehr als %s";
                    case CHANGE_PERCENT_ABOVE -> "%s: Veränderung von %s %%, mehr als %s %%";
                };
        return text.formatted(rule.symbol(), german(value), german(rule.threshold()));
    }

    private static String german(BigDecimal number) {
        NumberFormat format = NumberFormat.getInstance(Locale.GERMANY);
        format.setMaximumFractionDigits(4);
        format.setMinimumFractionDigits(number.stripTrailingZeros().scale() > 0 ? 2 : 0);
        return format.format(number);
    }
}
