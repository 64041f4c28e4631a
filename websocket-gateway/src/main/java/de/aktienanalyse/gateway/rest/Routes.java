package de.aktienanalyse.gateway.rest;

import static org.springframework.web.bind.annotation.RequestMethod.DELETE;
import static org.springframework.web.bind.annotation.RequestMethod.POST;
import static org.springframework.web.bind.annotation.RequestMethod.PUT;

import java.util.List;
import java.util.stream.Stream;

/// Which path is which command. What each takes stands on the command's own record.
final class Routes {
    private static final String DATA = "Depot and market";
    private static final String BUS = "Bus";

    /// The data is the body.
    private static final String WHOLE = "";

    static final List<Route> ALL = Stream.concat(data(), bus()).toList();

    private Routes() {}

    private static Stream<Route> data() {
        return Stream.of(
                Route.get(DATA, "/api/portfolio", "get_portfolio"),
                Route.get(DATA, "/api/trading/orders/history", "get_order_history"),
                Route.first(DATA, "/api/analysis/{symbol}", "get_recommendations"),
                Route.get(DATA, "/api/recommendations", "get_recommendations"),
                Route.get(DATA, "/api/market/history/{symbol}", "get_price_history"),
                Route.get(DATA, "/api/performance", "get_performance"),
                Route.get(DATA, "/api/reports", "get_reports"),
                Route.get(DATA, "/api/reports/{report_id}", "get_report"),
                Route.get(DATA, "/api/system/status", "get_system_status"));
    }

    private static Stream<Route> bus() {
        return Stream.of(
                Route.get(BUS, "/api/bus/schemas", "get_schemas"),
                Route.get(BUS, "/api/bus/schemas/{type}", "get_schema"),
                Route.with(POST, BUS, "/api/bus/schemas/{type}/check", "check_schema", "schema"),
                Route.get(BUS, "/api/bus/asyncapi", "get_asyncapi"),
                Route.get(BUS, "/api/bus/catalogue", "get_catalogue"),
                Route.get(BUS, "/api/bus/journal", "get_journal"),
                Route.get(BUS, "/api/bus/events/{event_id}", "get_event"),
                Route.get(BUS, "/api/bus/dead-letters", "get_dead_letters"),
                Route.with(POST, BUS, "/api/bus/dead-letters/retry", "retry_dead_letters", WHOLE),
                Route.with(
                        POST, BUS, "/api/bus/dead-letters/discard", "discard_dead_letters", WHOLE),
                Route.get(BUS, "/api/bus/routing", "get_routing"),
                Route.with(PUT, BUS, "/api/bus/routing/{pattern}", "set_route", WHOLE),
                Route.without(DELETE, BUS, "/api/bus/routing/{pattern}", "delete_route"),
                Route.without(POST, BUS, "/api/bus/routing/reset", "reset_routing"),
                Route.get(BUS, "/api/bus/analytics", "get_analytics"),
                Route.get(BUS, "/api/bus/topology", "get_topology"),
                Route.get(BUS, "/api/bus/health-history", "get_health_history"),
                Route.get(BUS, "/api/bus/quarantine", "get_quarantine"),
                Route.get(BUS, "/api/bus/replays", "get_replays"),
                Route.with(POST, BUS, "/api/bus/replays", "start_replay", WHOLE),
                Route.without(POST, BUS, "/api/bus/replays/{replay_id}/pause", "pause_replay"),
                Route.without(POST, BUS, "/api/bus/replays/{replay_id}/resume", "resume_replay"),
                Route.without(POST, BUS, "/api/bus/replays/{replay_id}/cancel", "cancel_replay"));
    }
}
