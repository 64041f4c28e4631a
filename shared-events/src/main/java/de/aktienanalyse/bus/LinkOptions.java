package de.aktienanalyse.bus;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.resource.EpollProvider;
import java.time.Duration;

/// How every link to Redis behaves. The driver never repeats a command by itself: one that was in
/// flight when the link broke fails, and whoever sent it decides (pitfalls 1 and 11: no silent
/// half-open link, no doubled publish).
final class LinkOptions {
    static final Duration TIMEOUT = Duration.ofSeconds(5);

    private LinkOptions() {}

    static ClientOptions.Builder of(RedisURI uri, boolean mend) {
        return on(ClientOptions.builder(), mend);
    }

    private static ClientOptions.Builder on(ClientOptions.Builder options, boolean mend) {
        return options.autoReconnect(mend)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .replayFilter(command -> true)
                .socketOptions(socketOptions())
                .timeoutOptions(TimeoutOptions.enabled(TIMEOUT));
    }

    private static SocketOptions socketOptions() {
        SocketOptions.Builder options =
                SocketOptions.builder()
                        .connectTimeout(TIMEOUT)
                        .keepAlive(
                                SocketOptions.KeepAliveOptions.builder()
                                        .enable()
                                        .idle(Duration.ofSeconds(5))
                                        .interval(Duration.ofSeconds(2))
                                        .count(3)
                                        .build());
        if (EpollProvider.isAvailable()) {
            // Without it a half-open link can sit for a quarter of an hour; only Linux has it.
            options.tcpUserTimeout(
                    SocketOptions.TcpUserTimeoutOptions.builder()
                            .enable()
                            .tcpUserTimeout(Duration.ofSeconds(10))
                            .build());
        }
        return options.build();
    }
}
