package de.aktienanalyse.analyse.feeds;

import java.nio.file.Path;
import java.time.Clock;
import java.util.random.RandomGeneratorFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Chooses the feed.
@Configuration(proxyBeanMethods = false)
class Feeds {
    @Bean
    Instruments instruments() {
        return Instruments.shipped();
    }

    @Bean
    MarketFeed marketFeed(FeedProperties properties, Instruments instruments, Clock clock) {
        return switch (properties.feed()) {
            case "replay" ->
                    new ReplayFeed(
                            instruments,
                            properties.historyFrom(),
                            properties.liveFrom(),
                            properties.liveUntil(),
                            properties.perDay());
            case "simulation" ->
                    new SimulatedFeed(
                            instruments,
                            RandomGeneratorFactory.of("L64X128MixRandom").create(properties.seed()),
                            properties.perDay());
            case "csv" ->
                    new CsvFolderFeed(
                            Path.of(properties.dir()), instruments, properties.poll(), clock);
            default ->
                    throw new IllegalStateException(
                            "FeedProperties let through " + properties.feed());
        };
    }
}
