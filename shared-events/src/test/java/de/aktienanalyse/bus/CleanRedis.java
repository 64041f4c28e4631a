package de.aktienanalyse.bus;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A [TestRedis] for all tests of a class, empty before each.
final class CleanRedis implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
    private @Nullable TestRedis redis;

    String url() {
        return running().url();
    }

    /// Ends it and starts another on the same port, without data.
    void replace() {
        running().replace();
    }

    private TestRedis running() {
        return Objects.requireNonNull(redis, "runs from before the first test on");
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        redis = TestRedis.start();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        RedisLink link = new RedisLink(url());
        link.open();
        link.sync().flushall();
        link.close();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        running().close();
    }
}
