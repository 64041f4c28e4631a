package de.aktienanalyse.gateway.handshake;

import de.aktienanalyse.gateway.access.LiveSockets;
import de.aktienanalyse.gateway.access.Networks;
import de.aktienanalyse.gateway.audit.Refusals;
import de.aktienanalyse.gateway.limits.LimitProperties;
import de.aktienanalyse.gateway.limits.Limits;
import de.aktienanalyse.gateway.outbound.Writer;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.channels.SocketChannel;
import java.util.Map;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

@Configuration(proxyBeanMethods = false)
class HandshakeConfiguration {

    @Bean
    Origins origins(OriginProperties properties) {
        return new Origins(properties.allowed());
    }

    @Bean
    SimpleUrlHandlerMapping webSocketMapping(
            Origins origins,
            Limits limits,
            Writer writer,
            Reception reception,
            LiveSockets sockets,
            Refusals refusals,
            MeterRegistry metrics) {
        Doorman doorman = new Doorman(writer, reception, limits, sockets, refusals);
        WebSocketHandshake handshake = new WebSocketHandshake(origins, limits, doorman, metrics);
        return new SimpleUrlHandlerMapping(
                Map.of("/ws", handshake, "/ws/", handshake, "/ws/*", handshake),
                Ordered.HIGHEST_PRECEDENCE);
    }

    @Bean
    Guests<SocketChannel> guests(
            GuestProperties properties,
            LimitProperties limits,
            Networks proxies,
            MeterRegistry metrics) {
        int unlimited = Integer.MAX_VALUE;
        Guests<SocketChannel> guests =
                new Guests<>(
                        limits.enforced() ? properties.atMost() : unlimited,
                        limits.enforced() ? properties.perAddress() : unlimited,
                        // This machine may be a proxy that nobody listed.
                        address -> address.isLoopbackAddress() || proxies.contain(address),
                        properties.patience().toNanos(),
                        GuestProtocol::turnAway,
                        System::nanoTime);
        metrics.gauge("aktien.gateway.guests", guests, Guests::count);
        metrics.gauge("aktien.gateway.guests.most", guests, Guests::most);
        return guests;
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> guestProtocol(
            Guests<SocketChannel> guests) {
        return factory -> {
            factory.setProtocol(GuestProtocol.class.getName());
            factory.addConnectorCustomizers(
                    connector -> ((GuestProtocol) connector.getProtocolHandler()).receives(guests));
        };
    }

    /// Idle connections: 18 KB of heap each by default, 3.6 KB with these. No pool of channels: one
    /// that another thread still writes to must never become another client's.
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> smallBuffers() {
        return factory ->
                factory.addConnectorCustomizers(connector -> {
                    connector.setProperty("socket.appReadBufSize", "1024");
                    connector.setProperty("socket.appWriteBufSize", "512");
                    connector.setProperty("socket.bufferPool", "0");
                });
    }
}
