package de.aktienanalyse.verwaltung.orders;

import de.aktienanalyse.bus.Cause;
import de.aktienanalyse.events.OrderEvent.OrderType;
import de.aktienanalyse.events.OrderEvent.Side;
import de.aktienanalyse.events.OrderEvent.TimeInForce;
import de.aktienanalyse.verwaltung.broker.Broker;
import de.aktienanalyse.verwaltung.orders.Order.Progress;
import de.aktienanalyse.verwaltung.orders.Order.Terms;
import de.aktienanalyse.verwaltung.orders.Order.Ticket;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The table of orders. What an order holds back is written with it, in one statement, so that it
/// is never out of step; hence this table knows the broker, who knows the fees.
@Component
class Orders {

    /// @param state null: any
    /// @param working null: any
    record Filter(
            String portfolioId,
            @Nullable String symbol,
            @Nullable OrderState state,
            @Nullable Boolean working,
            @Nullable String before) {}

    private final JdbcClient jdbc;
    private final Broker broker;

    Orders(JdbcClient jdbc, Broker broker) {
        this.jdbc = jdbc;
        this.broker = broker;
    }

    /// The orders that a bar of this share may fill, oldest first. Asked for every bar: without
    /// such an order it is one look into a partial index that holds working orders only.
    List<Order> working(String symbol) {
        return jdbc.sql(
                        "select * from orders where symbol = :symbol and working = 1 order by order_id")
                .param("symbol", symbol)
                .query(Orders::order)
                .list();
    }

    int countWorking(String portfolioId) {
        return jdbc.sql(
                        "select count(*) from orders where portfolio_id = :portfolio and working = 1")
                .param("portfolio", portfolioId)
                .query(Integer.class)
                .single();
    }

    /// Cash that working buys hold back, in minor units. Asked for every order that is placed or
    /// filled, so it is one sum within an index.
    ///
    /// @param except an order that does not count
    long heldCash(String portfolioId, @Nullable Order except) {
        return jdbc.sql(
                        """
                        select coalesce(sum(held_cash), 0) from orders
                        where portfolio_id = :portfolio and side = 'BUY' and working = 1 and order_id <> :except
                        """)
                .param("portfolio", portfolioId)
                .param("except", idOf(except))
                .query(Long.class)
                .single();
    }

    /// Shares that working sales hold back.
    ///
    /// @param except an order that does not count
    BigDecimal heldShares(String portfolioId, String symbol, @Nullable Order except) {
        return jdbc
                .sql(
                        """
                        select quantity, filled from orders where portfolio_id = :portfolio
                            and side = 'SELL' and symbol = :symbol and working = 1 and order_id <> :except
                        """)
                .param("portfolio", portfolioId)
                .param("symbol", symbol)
                .param("except", idOf(except))
                .query((row, _) ->
                        new BigDecimal(row.getString(1)).subtract(new BigDecimal(row.getString(2))))
                .list()
                .stream()
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    // No order has an empty id: one statement serves with and without an exception.
    private static String idOf(@Nullable Order order) {
        return order == null ? "" : order.orderId();
    }

    /// Computes anew what every working buy holds back, and writes it where it differs. In a
    /// transaction of the caller.
    ///
    /// @return how many differed
    int mendHeldCash() {
        record Held(Order order, long cash) {}

        int mended = 0;
        for (Held held :
                jdbc.sql("select * from orders where side = 'BUY' and working = 1")
                        .query((row, number) ->
                                new Held(order(row, number), row.getLong("held_cash")))
                        .list()) {
            long right = held.order().heldCash(broker).minorUnits();
            mended += right == held.cash() ? 0 : mendHeldCash(held.order(), right);
        }
        return mended;
    }

    // Where another instance has moved the order on since, it has also written what it holds.
    private int mendHeldCash(Order order, long right) {
        return jdbc.sql(
                        """
                        update orders set held_cash = :held where order_id = :id and revision = :revision
                        """)
                .param("held", right)
                .param("id", order.orderId())
                .param("revision", order.revision())
                .update();
    }

    Optional<Order> find(String orderId) {
        return jdbc.sql("select * from orders where order_id = :id")
                .param("id", orderId)
                .query(Orders::order)
                .optional();
    }

    Optional<Order> findByClientId(String portfolioId, String clientOrderId) {
        return jdbc.sql(
                        """
                        select * from orders where portfolio_id = :portfolio and client_order_id = :client
                        """)
                .param("portfolio", portfolioId)
                .param("client", clientOrderId)
                .query(Orders::order)
                .optional();
    }

    /// How many orders an actor has placed on a day, UTC by the wall clock.
    int countPlacedBy(String actor, LocalDate day) {
        return jdbc.sql("select count(*) from orders where actor = :actor and created_at like :day")
                .param("actor", actor)
                .param("day", day + "T%")
                .query(Integer.class)
                .single();
    }

    /// Newest first.
    List<Order> page(Filter filter, int limit) {
        StringBuilder sql =
                new StringBuilder("select * from orders where portfolio_id = :portfolio");
        sql.append(filter.symbol() == null ? "" : " and symbol = :symbol");
        sql.append(filter.state() == null ? "" : " and state = :state");
        sql.append(filter.working() == null ? "" : " and working = :working");
        sql.append(filter.before() == null ? "" : " and order_id < :before");
        return jdbc.sql(sql.append(" order by order_id desc limit :limit").toString())
                .param("portfolio", filter.portfolioId())
                .param("symbol", filter.symbol())
                .param("state", filter.state() == null ? null : filter.state().name())
                .param("working", Boolean.TRUE.equals(filter.working()) ? 1 : 0)
                .param("before", filter.before())
                .param("limit", limit)
                .query(Orders::order)
                .list();
    }

    void insert(Order order) {
        Ticket ticket = order.ticket();
        statement(
                        """
                        insert into orders (order_id, portfolio_id, client_order_id, body, symbol, isin,
                            currency, side, order_type, time_in_force, expire_time, broker,
                            quantity, price, stop_price, reserve_price, held_cash, state, working,
                            filled, filled_value, fees, fills, triggered, eligible_from, session,
                            created_at, updated_at, revision, correlation_id, command_id, actor, traceparent)
                        values (:id, :portfolio, :client, :body, :symbol, :isin,
                            :currency, :side, :type, :tif, :expire, :broker,
                            :quantity, :price, :stop, :reserve, :held, :state, :working,
                            :filled, :value, :fees, :fills, :triggered, :eligible, :session,
                            :created, :updated, :revision, :correlation, :command, :actor, :trace)
                        """,
                        order)
                .param("portfolio", ticket.portfolioId())
                .param("client", ticket.clientOrderId())
                .param("body", ticket.body())
                .param("symbol", ticket.symbol())
                .param("isin", ticket.isin())
                .param("currency", ticket.currency())
                .param("side", ticket.side().name())
                .param("type", ticket.type().name())
                .param("tif", ticket.timeInForce().name())
                .param("expire", text(ticket.expireTime()))
                .param("broker", ticket.broker())
                .param("created", order.createdAt().toString())
                .param("correlation", order.origin().correlationId())
                .param("command", order.origin().causationId())
                .param("actor", order.origin().actor())
                .param("trace", order.origin().traceparent())
                .update();
    }

    void update(Order order) {
        statement(
                        """
                        update orders set quantity = :quantity, price = :price, stop_price = :stop,
                            reserve_price = :reserve, held_cash = :held, state = :state,
                            working = :working, filled = :filled, filled_value = :value, fees = :fees,
                            fills = :fills, triggered = :triggered, eligible_from = :eligible,
                            session = :session, updated_at = :updated, revision = :revision
                        where order_id = :id
                        """,
                        order)
                .update();
    }

    private JdbcClient.StatementSpec statement(String sql, Order order) {
        Terms terms = order.terms();
        Progress progress = order.progress();
        return jdbc.sql(sql)
                .param("id", order.orderId())
                .param("quantity", text(terms.quantity()))
                .param("price", text(terms.price()))
                .param("stop", text(terms.stopPrice()))
                .param("reserve", text(terms.reservePrice()))
                .param("held", order.heldCash(broker).minorUnits())
                .param("state", order.state().name())
                .param("working", order.state().isWorking() ? 1 : 0)
                .param("filled", text(progress.filled()))
                .param("value", text(progress.value()))
                .param("fees", text(progress.fees()))
                .param("fills", progress.fills())
                .param("triggered", progress.triggered() ? 1 : 0)
                .param("eligible", progress.eligibleFrom().toString())
                .param("session", progress.session() == null ? null : progress.session().toString())
                .param("updated", order.updatedAt().toString())
                .param("revision", order.revision());
    }

    private static Order order(ResultSet row, int number) throws SQLException {
        return new Order(
                row.getString("order_id"),
                ticket(row),
                new Terms(
                        new BigDecimal(row.getString("quantity")),
                        decimal(row.getString("price")),
                        decimal(row.getString("stop_price")),
                        new BigDecimal(row.getString("reserve_price"))),
                OrderState.valueOf(row.getString("state")),
                progress(row),
                new Cause(
                        row.getString("correlation_id"),
                        row.getString("command_id"),
                        row.getString("actor"),
                        row.getString("traceparent"),
                        null),
                Instant.parse(row.getString("created_at")),
                Instant.parse(row.getString("updated_at")),
                row.getLong("revision"));
    }

    private static Ticket ticket(ResultSet row) throws SQLException {
        String expireTime = row.getString("expire_time");
        return new Ticket(
                row.getString("portfolio_id"),
                row.getString("symbol"),
                row.getString("isin"),
                row.getString("currency"),
                Side.valueOf(row.getString("side")),
                OrderType.valueOf(row.getString("order_type")),
                TimeInForce.valueOf(row.getString("time_in_force")),
                expireTime == null ? null : Instant.parse(expireTime),
                row.getString("client_order_id"),
                row.getString("body"),
                row.getString("broker"));
    }

    private static Progress progress(ResultSet row) throws SQLException {
        String session = row.getString("session");
        return new Progress(
                new BigDecimal(row.getString("filled")),
                new BigDecimal(row.getString("filled_value")),
                new BigDecimal(row.getString("fees")),
                row.getInt("fills"),
                row.getLong("triggered") == 1,
                Instant.parse(row.getString("eligible_from")),
                session == null ? null : LocalDate.parse(session));
    }

    private static @Nullable BigDecimal decimal(@Nullable String text) {
        return text == null ? null : new BigDecimal(text);
    }

    private static @Nullable String text(@Nullable BigDecimal number) {
        return number == null ? null : number.toPlainString();
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
