package de.aktienanalyse.benchmarks.gateway;

import io.lettuce.core.RedisClient;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.messaging.simp.SimpMessagingTemplate;
import org.springframework.messaging.simp.config.ChannelRegistration;
import org.springframework.messaging.simp.config.MessageBrokerRegistry;
import org.springframework.web.socket.config.annotation.EnableWebSocketMessageBroker;
import org.springframework.web.socket.config.annotation.StompEndpointRegistry;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketTransportRegistration;
import org.springframework.web.socket.server.standard.ServletServerContainerFactoryBean;

/// A peer: Spring's simple STOMP broker, telling all what it hears on the Redis channel `bench`.
/// What it is to be good at is in `bench.use`.
@SpringBootConfiguration
@ImportAutoConfiguration({
    TomcatServletWebServerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class
})
@EnableWebSocketMessageBroker
class StompServer implements WebSocketMessageBrokerConfigurer {
    private static final int BUFFER = 64 * 1024 * 1024;
    private static final int PATIENCE_MS = 20_000;

    /// The advice for slow clients, in each of which a thread may be waiting for a while.
    private static final int MANY_THREADS = 32;

    private static final int SMALL = 1024;
    private static final int MOST_CONNECTIONS = 20_000;

    private static final Use USE = Use.valueOf(System.getProperty("bench.use"));

    static void main(String[] args) {
        SpringApplication application = new SpringApplication(StompServer.class);
        application.setDefaultProperties(
                Map.of(
                        "server.address",
                        "127.0.0.1",
                        "server.port",
                        args[0],
                        "server.tomcat.max-connections",
                        MOST_CONNECTIONS));
        ConfigurableApplicationContext context = application.run();
        SimpMessagingTemplate template = context.getBean(SimpMessagingTemplate.class);
        StatefulRedisPubSubConnection<String, String> redis =
                RedisClient.create("redis://127.0.0.1:" + args[1]).connectPubSub();
        redis.addListener(
                new RedisPubSubAdapter<>() {
                    @Override
                    public void message(String channel, String message) {
                        template.convertAndSend("/topic/bench", message);
                    }
                });
        redis.sync().subscribe("bench");
    }

    @Override
    public void registerStompEndpoints(StompEndpointRegistry registry) {
        registry.addEndpoint("/stomp").setAllowedOriginPatterns("*");
    }

    @Override
    public void configureMessageBroker(MessageBrokerRegistry registry) {
        registry.enableSimpleBroker("/topic");
    }

    /// One thread: a client's SUBSCRIBE must not overtake its CONNECT.
    @Override
    public void configureClientInboundChannel(ChannelRegistration registration) {
        registration.taskExecutor().corePoolSize(1);
    }

    @Override
    public void configureClientOutboundChannel(ChannelRegistration registration) {
        registration
                .taskExecutor()
                .corePoolSize(
                        USE == Use.NEIGHBOURS
                                ? MANY_THREADS
                                : Runtime.getRuntime().availableProcessors());
    }

    @Override
    public void configureWebSocketTransport(WebSocketTransportRegistration registration) {
        if (USE == Use.FAN_OUT) {
            registration.setSendBufferSizeLimit(BUFFER).setSendTimeLimit(PATIENCE_MS);
        }
    }

    /// As ours for idle connections.
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> smallBuffers() {
        return factory ->
                factory.addConnectorCustomizers(connector -> {
                    if (USE == Use.IDLE) {
                        connector.setProperty("socket.appReadBufSize", String.valueOf(SMALL));
                        connector.setProperty("socket.appWriteBufSize", String.valueOf(SMALL));
                        connector.setProperty("socket.bufferPool", "0");
                    }
                });
    }

    @Bean
    ServletServerContainerFactoryBean container() {
        ServletServerContainerFactoryBean container = new ServletServerContainerFactoryBean();
        if (USE == Use.IDLE) {
            container.setMaxTextMessageBufferSize(SMALL);
            container.setMaxBinaryMessageBufferSize(SMALL);
        }
        return container;
    }
}
