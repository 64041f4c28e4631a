package de.aktienanalyse.bus;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.resource.EpollProvider;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How every link to Redis behaves. The driver never repeats a command by itself: one that was in
/// flight when the link broke fails, and whoever sent it decides (pitfalls 1 and 11: no silent
/// half-open link, no doubled publish).
final class LinkOptions {
    static final Duration TIMEOUT = Duration.ofSeconds(5);

    private LinkOptions() {}

    /// @param ca who signs the server's certificate; null: whom Java trusts
    /// @param mend whether the driver connects again by itself; who speaks over a link that it does
    ///   not mend waits for answers himself, as a timer for each command costs more than sending it
    static ClientOptions of(Duration timeout, @Nullable Path ca, boolean mend) {
        ClientOptions.Builder options =
                ClientOptions.builder()
                        .autoReconnect(mend)
                        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                        .replayFilter(command -> true)
                        .socketOptions(socketOptions());
        if (mend) {
            options.timeoutOptions(TimeoutOptions.enabled(timeout));
        }
        if (ca != null) {
            options.sslOptions(
                    SslOptions.builder().jdkSslProvider().trustManager(ca.toFile()).build());
        }
        return options.build();
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
