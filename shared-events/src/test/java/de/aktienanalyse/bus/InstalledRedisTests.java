package de.aktienanalyse.bus;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// On the machine's own Redis (7.0 on Debian 12); [RedisEventBusTests] runs on 6.2.
class InstalledRedisTests extends OnRealRedis {
    @TempDir static Path files;

    private static RedisProcess redis;

    @BeforeAll
    static void startRedis() throws Exception {
        RedisProcess.assumeInstalled();
        redis = RedisProcess.start(files);
    }

    @AfterAll
    static void stopRedis() {
        if (redis != null) {
            redis.close();
        }
    }

    @Override
    String url() {
        return redis.url();
    }
}
