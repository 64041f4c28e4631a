package de.aktienanalyse.gateway.ingress;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.core.Ordered;

/// TLS on the gateway's own port: by our two settings ([TlsBundle]), else as Spring's `server.ssl`
/// has it.
public final class Tls
        implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {
    private final @Nullable Ssl ssl;

    Tls(TlsProperties ours, ServerProperties springs) {
        ssl = ours.areGiven() ? Ssl.forBundle(TlsBundle.NAME) : springs.getSsl();
    }

    public boolean isOn() {
        return ssl != null && ssl.isEnabled();
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        if (ssl != null) {
            factory.setSsl(ssl);
        }
    }

    /// Behind Spring's own, which knows only its own settings.
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
