package de.aktienanalyse.gateway.rest;

import java.util.List;

/// Which path is which command. What each takes stands on the command's own record.
final class Routes {
    private static final String DATA = "Depot and market";

    static final List<Route> ALL =
            List.of(
                    Route.get(DATA, "/api/portfolio", "get_portfolio"),
                    Route.get(DATA, "/api/trading/orders/history", "get_order_history"),
                    Route.first(DATA, "/api/analysis/{symbol}", "get_recommendations"),
                    Route.get(DATA, "/api/recommendations", "get_recommendations"),
                    Route.get(DATA, "/api/market/history/{symbol}", "get_price_history"),
                    Route.get(DATA, "/api/performance", "get_performance"),
                    Route.get(DATA, "/api/system/status", "get_system_status"));

    private Routes() {}
}
