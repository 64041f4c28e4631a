package de.aktienanalyse.analyse;

import de.aktienanalyse.analyse.marketdata.FeedRun;
import de.aktienanalyse.analyse.marketdata.MarketData;
import de.aktienanalyse.analyse.scoring.Scoring;
import de.aktienanalyse.bus.EventBus;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

/// What happens when: the past is loaded before the bus runs, the feed runs after it.
@Configuration(proxyBeanMethods = false)
class AktienanalyseStart {
    /// The bus starts in phase 0.
    private static final int BEFORE_THE_BUS = -100;

    private static final int AFTER_THE_BUS = 100;

    @Bean
    SmartLifecycle loadThePast(MarketData marketData, Scoring scoring) {
        return new Phase(BEFORE_THE_BUS) {
            @Override
            void begin() {
                marketData.load();
                scoring.warmUp();
            }
        };
    }

    @Bean
    SmartLifecycle runTheFeed(
            FeedRun run,
            MarketData marketData,
            Scoring scoring,
            EventBus bus,
            TransactionTemplate transaction) {
        return new Phase(AFTER_THE_BUS) {
            @Override
            void begin() {
                run.start(() -> {
                    scoring.sayFirst(bus, transaction);
                    marketData.sayNewestPrices();
                });
            }

            @Override
            void end() {
                run.stop();
            }
        };
    }

    /// Something that begins and ends at its place among the others.
    private abstract static class Phase implements SmartLifecycle {
        private final int phase;
        private volatile boolean running;

        Phase(int phase) {
            this.phase = phase;
        }

        abstract void begin();

        void end() {}

        @Override
        public void start() {
            begin();
            running = true;
        }

        @Override
        public void stop() {
            end();
            running = false;
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public int getPhase() {
            return phase;
        }
    }
}
