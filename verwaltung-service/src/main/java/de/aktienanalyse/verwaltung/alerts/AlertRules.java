package de.aktienanalyse.verwaltung.alerts;

import de.aktienanalyse.commands.Command.AlertCondition;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The table of rules.
@Component
class AlertRules {
    private final JdbcClient jdbc;

    AlertRules(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<AlertRule> of(String actor) {
        return jdbc.sql("select * from alert_rules where actor = :actor order by rule_id")
                .param("actor", actor)
                .query(AlertRules::rule)
                .list();
    }

    List<AlertRule> on(String symbol) {
        return jdbc.sql("select * from alert_rules where symbol = :symbol order by rule_id")
                .param("symbol", symbol)
                .query(AlertRules::rule)
                .list();
    }

    void insert(AlertRule rule) {
        jdbc.sql(
                        """
                        insert into alert_rules (rule_id, actor, symbol, condition, threshold, met, last_close,
                            evaluated_at, created_at, correlation_id, traceparent)
                        values (:id, :actor, :symbol, :condition, :threshold, :met, :close,
                            :evaluated, :created, :correlation, :trace)
                        """)
                .param("id", rule.ruleId())
                .param("actor", rule.actor())
                .param("symbol", rule.symbol())
                .param("condition", rule.condition().name())
                .param("threshold", rule.threshold().toPlainString())
                .param("met", number(rule.met()))
                .param("close", rule.lastClose() == null ? null : rule.lastClose().toPlainString())
                .param(
                        "evaluated",
                        rule.evaluatedAt() == null ? null : rule.evaluatedAt().toString())
                .param("created", rule.createdAt().toString())
                .param("correlation", rule.correlationId())
                .param("trace", rule.traceparent())
                .update();
    }

    void update(AlertRule rule) {
        jdbc.sql(
                        """
                        update alert_rules set met = :met, last_close = :close, evaluated_at = :evaluated
                        where rule_id = :id
                        """)
                .param("id", rule.ruleId())
                .param("met", number(rule.met()))
                .param("close", rule.lastClose() == null ? null : rule.lastClose().toPlainString())
                .param(
                        "evaluated",
                        rule.evaluatedAt() == null ? null : rule.evaluatedAt().toString())
                .update();
    }

    /// @return false when the actor has no such rule
    boolean delete(String actor, String ruleId) {
        return jdbc.sql("delete from alert_rules where rule_id = :id and actor = :actor")
                        .param("id", ruleId)
                        .param("actor", actor)
                        .update()
                == 1;
    }

    private static @Nullable Integer number(@Nullable Boolean flag) {
        return flag == null ? null : flag ? 1 : 0;
    }

    private static AlertRule rule(ResultSet row, int number) throws SQLException {
        String met = row.getString("met");
        String close = row.getString("last_close");
        String evaluated = row.getString("evaluated_at");
        return new AlertRule(
                row.getString("rule_id"),
                row.getString("actor"),
                row.getString("symbol"),
                AlertCondition.valueOf(row.getString("condition")),
                new BigDecimal(row.getString("threshold")),
                met == null ? null : met.equals("1"),
                close == null ? null : new BigDecimal(close),
                evaluated == null ? null : Instant.parse(evaluated),
                Instant.parse(row.getString("created_at")),
                row.getString("correlation_id"),
                row.getString("traceparent"));
    }
}
