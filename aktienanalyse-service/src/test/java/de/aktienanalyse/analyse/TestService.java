package de.aktienanalyse.analyse;

import com.zaxxer.hikari.HikariDataSource;
import de.aktienanalyse.analyse.accuracy.Calibration;
import de.aktienanalyse.analyse.accuracy.DepotFeedback;
import de.aktienanalyse.analyse.accuracy.ForecastBook;
import de.aktienanalyse.analyse.accuracy.TradeFeedback;
import de.aktienanalyse.analyse.feeds.MarketFeed;
import de.aktienanalyse.analyse.feeds.MarketFeed.Batch;
import de.aktienanalyse.analyse.marketdata.MarketData;
import de.aktienanalyse.analyse.marketdata.PriceHistory;
import de.aktienanalyse.analyse.marketdata.PriceHistoryPages;
import de.aktienanalyse.analyse.scoring.AnalysisBook;
import de.aktienanalyse.analyse.scoring.Recommendations;
import de.aktienanalyse.analyse.scoring.Scoring;
import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.bus.InMemoryEventBus;
import de.aktienanalyse.bus.Transactions;
import de.aktienanalyse.commands.Command;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.commands.CommandTypes;
import de.aktienanalyse.events.RawJson;
import de.aktienanalyse.events.UserEvent.AnswerStatus;
import de.aktienanalyse.sqlite.SqlitePool;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/// The whole service without Spring: a real database file, a real feed, the bus in memory. Two of
/// them on one file, one after the other, are a restart.
public final class TestService implements AutoCloseable {
    public final InMemoryEventBus bus;
    public final MarketData marketData;
    public final Scoring scoring;
    public final Calibration calibration = new Calibration();
    public final JdbcClient jdbc;
    public final PriceHistory prices;
    public final TransactionTemplate transaction;
    public final MarketFeed feed;

    private final HikariDataSource database;
    private int commands;

    private TestService(Path file, MarketFeed feed) {
        this.feed = feed;
        database = SqlitePool.open(file);
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration/common")
                .load()
                .migrate();
        JdbcTemplate template = new JdbcTemplate(database);
        jdbc = JdbcClient.create(template);
        transaction = new TransactionTemplate(new DataSourceTransactionManager(database));
        bus =
                new InMemoryEventBus(
                        "aktienanalyse", Clock.systemUTC(), new Random(1), within(transaction));
        prices = new PriceHistory(template);
        marketData = new MarketData(feed, prices, transaction, bus);
        ForecastBook forecasts = new ForecastBook(jdbc);
        AnalysisBook book = new AnalysisBook(jdbc, new EventCodec());
        scoring = new Scoring(marketData, prices, book, forecasts, calibration, Clock.systemUTC());
        AktienanalyseFlow flow = new AktienanalyseFlow();
        bus.add(
                flow.scoringFlow(
                        scoring,
                        new Recommendations(marketData, book, scoring, bus),
                        new PriceHistoryPages(marketData, prices)));
        bus.add(flow.predictionFeedbackFlow(new TradeFeedback(jdbc, forecasts)));
        bus.add(flow.scoringFeedbackFlow(new DepotFeedback(jdbc, forecasts)));
    }

    /// Loads the past and says the first scores, as a start does; no live bar yet.
    public static TestService started(Path file, MarketFeed feed) {
        TestService service = quiet(file, feed);
        service.bus.start();
        service.scoring.sayFirst(service.bus, service.transaction);
        return service;
    }

    /// Like started, but nothing on the bus is delivered.
    public static TestService quiet(Path file, MarketFeed feed) {
        TestService service = new TestService(file, feed);
        service.marketData.load();
        service.scoring.warmUp();
        return service;
    }

    private static Transactions within(TransactionTemplate template) {
        return new Transactions() {
            @Override
            public <T extends @Nullable Object> T within(Callable<T> work) throws Exception {
                return template.execute(_ -> {
                    try {
                        return work.call();
                    } catch (RuntimeException e) {
                        throw e;
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });
            }
        };
    }

    /// Lets so many batches of the feed come.
    public TestService live(int batches) {
        for (int i = 0; i < batches; i++) {
            marketData.record(feed.next());
        }
        return this;
    }

    /// Lets the feed come to its end.
    public TestService liveToTheEnd() {
        Batch batch;
        do {
            batch = feed.next();
            marketData.record(batch);
        } while (!batch.last());
        return this;
    }

    /// An answer, for looking at.
    public record Answer(AnswerStatus status, JsonNode result) {
        public String text(String field) {
            return result.path(field).asString();
        }
    }

    public Answer ask(Command command) throws Exception {
        commands++;
        String id = "command-" + commands;
        var answered =
                bus.ask(
                                new CommandEnvelope<>(
                                        CommandTypes.nameOf(command.getClass()),
                                        id,
                                        "correlation-" + commands,
                                        "anna",
                                        null,
                                        null,
                                        Instant.now(),
                                        null,
                                        null,
                                        command))
                        .get(5, TimeUnit.SECONDS);
        RawJson json = answered.result();
        return new Answer(answered.status(), new EventCodec().mapper().readTree(json.text()));
    }

    @Override
    public void close() {
        database.close();
    }
}
