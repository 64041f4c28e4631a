package de.aktienanalyse.bus;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;

/// Tells everybody what this service hears and says: the routing table and the topology read it.
@AutoConfiguration(after = BusAutoConfiguration.class)
@ConditionalOnBean(RedisLink.class)
class AnnouncementAutoConfiguration {

    @Bean
    Announcer announcer(
            RedisLink redis,
            EventCodec codec,
            ObjectProvider<Flow> flows,
            BusProperties properties) {
        return new Announcer(redis, codec, flows.orderedStream().toList(), properties);
    }

    /// Says it again now and then, since Redis may have been wiped.
    static final class Announcer implements SmartLifecycle {
        private static final Logger log = LoggerFactory.getLogger(Announcer.class);
        private static final Duration PAUSE = Duration.ofSeconds(5);

        private final RedisLink redis;
        private final String service;
        private final byte[] json;
        private @Nullable Thread thread;

        Announcer(RedisLink redis, EventCodec codec, List<Flow> flows, BusProperties properties) {
            this.redis = redis;
            this.service = properties.service();
            this.json = codec.mapper().writeValueAsBytes(Announcement.of(service, flows));
        }

        @Override
        public int getPhase() {
            return BusLifecycle.PHASE + 1;
        }

        @Override
        public void start() {
            thread = Thread.ofVirtual().name("announcement").start(this::keepTelling);
        }

        private void keepTelling() {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    if (redis.isOpen()) {
                        redis.sync().hset(Announcement.KEY, Map.of(service, json));
                    }
                } catch (RuntimeException e) {
                    log.debug("The flows are announced later: {}", String.valueOf(e.getMessage()));
                }
                try {
                    Thread.sleep(PAUSE);
                } catch (InterruptedException e) {
                    return;
                }
            }
        }

        @Override
        public void stop() {
            Thread current = thread;
            if (current != null) {
                current.interrupt();
            }
            thread = null;
        }

        @Override
        public boolean isRunning() {
            return thread != null;
        }
    }
}
