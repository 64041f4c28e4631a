package de.aktienanalyse.gateway.ingress;

import de.aktienanalyse.gateway.access.Networks;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class IngressConfiguration {

    @Bean
    Networks proxies(ProxyProperties properties) {
        return TrustedProxy.networks(properties.addresses());
    }

    @Bean
    FilterRegistrationBean<SenderFilter> senders(ProxyProperties properties) {
        FilterRegistrationBean<SenderFilter> first =
                new FilterRegistrationBean<>(new SenderFilter(new TrustedProxy(properties)));
        first.setOrder(Ordered.HIGHEST_PRECEDENCE);
        first.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
        return first;
    }

    @Bean
    Tls tls(TlsProperties ours, ServerProperties springs) {
        return new Tls(ours, springs);
    }

    /// Static: it is asked before other beans are made.
    @Bean
    static TlsBundle tlsBundle(Environment environment) {
        return new TlsBundle(environment);
    }
}
