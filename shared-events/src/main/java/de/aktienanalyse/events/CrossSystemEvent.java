package de.aktienanalyse.events;

import de.aktienanalyse.events.StockEvent.Recommendation;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The modules ask each other, and the orchestrator says what follows from the answers.
public sealed interface CrossSystemEvent extends Event {

    /// The orchestrator asks every module; each answers once within five seconds.
    ///
    /// @param requestId ties answers to it; null in the spec's own example, then the event id is
    ///   meant
    /// @param requestType `performance_rankings`
    @EventType(
            value = "cross.system.data.request",
            delivery = Delivery.TRANSIENT,
            source = "intelligence-orchestrator")
    record DataRequested(String requestType, @Nullable String requestId)
            implements CrossSystemEvent {
        public DataRequested {
            Must.have(requestType, "requestType");
        }

        @Override
        public String subject() {
            return requestType;
        }

        @Override
        public String routingKey() {
            return EventTypes.nameOf(getClass());
        }
    }

    /// What one module knows of one share. A field is null when the module does not know it.
    ///
    /// @param score 0..20, from aktienanalyse
    /// @param confidence 0..1, from aktienanalyse
    /// @param returnPercent since purchase, from auswertung
    /// @param weight of the depot, 0..1
    /// @param rank 1 is the best holding of the depot
    record ModuleRow(
            String symbol,
            @Nullable BigDecimal score,
            @Nullable BigDecimal confidence,
            @Nullable Recommendation recommendation,
            @Nullable BigDecimal returnPercent,
            @Nullable BigDecimal weight,
            @Nullable Integer rank) {
        public ModuleRow {
            Must.name(symbol, "symbol");
        }
    }

    /// @param module `aktienanalyse`, `auswertung`, `verwaltung`
    @EventType(value = "cross.system.data.response", delivery = Delivery.TRANSIENT)
    record DataProvided(
            String requestId,
            String module,
            String requestType,
            @Nullable String portfolioId,
            List<ModuleRow> rows)
            implements CrossSystemEvent {
        public DataProvided {
            Must.name(requestId, "requestId");
            Must.name(module, "module");
            Must.have(requestType, "requestType");
            rows = Must.list(rows, "rows");
        }

        @Override
        public String subject() {
            return module;
        }
    }

    /// Somebody wants the figures said again.
    @EventType(
            value = "cross.system.performance.request",
            delivery = Delivery.TRANSIENT,
            source = "intelligence-orchestrator")
    record PerformanceRequested(@Nullable String portfolioId, @Nullable String symbol)
            implements CrossSystemEvent {
        @Override
        public String subject() {
            return portfolioId == null ? "all" : portfolioId;
        }

        @Override
        public String routingKey() {
            return EventTypes.nameOf(getClass());
        }
    }

    enum Action {
        AUTO_IMPORT,
        BUY,
        REDUCE,
        SELL,
        HOLD
    }

    record AnalysisResults(
            @Nullable BigDecimal aktienanalyseScore,
            @Nullable BigDecimal auswertungPerformance,
            @Nullable Integer currentDepotRanking) {}

    record Recommended(Action action, String symbol, String reason, BigDecimal confidence) {
        public Recommended {
            Must.have(action, "action");
            Must.name(symbol, "symbol");
            Must.have(reason, "reason");
            Must.between(confidence, 0, 1, "confidence");
        }
    }

    /// A recommendation, with the figures that led to it.
    ///
    /// @param triggerType the rule that decided, `performance_comparison`
    /// @param missingModules those that did not answer in time
    @EventType(
            value = "cross.system.intelligence.trigger",
            delivery = Delivery.EVERY,
            source = "intelligence-orchestrator")
    record IntelligenceTriggered(
            String triggerType,
            @Nullable AnalysisResults analysisResults,
            Recommended recommendation,
            List<String> affectedSystems,
            @Nullable String portfolioId,
            @Nullable List<String> missingModules,
            @Nullable String explanation)
            implements CrossSystemEvent {
        public IntelligenceTriggered {
            Must.have(triggerType, "triggerType");
            Must.have(recommendation, "recommendation");
            affectedSystems = Must.list(affectedSystems, "affectedSystems");
            missingModules = Must.optionalList(missingModules, "missingModules");
        }

        @Override
        public String subject() {
            return recommendation.symbol();
        }

        /// As the spec has it: by the action, `cross.system.intelligence.auto_import`.
        @Override
        public String routingKey() {
            return "cross.system.intelligence."
                    + recommendation.action().name().toLowerCase(Locale.ROOT);
        }
    }
}
