package de.aktienanalyse.gateway.login;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.core.Ordered;

/// TLS on the gateway's own port: by our two settings, else as Spring's `server.ssl` has it.
final class Tls implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {
    private final @Nullable Ssl ssl;

    Tls(TlsProperties ours, ServerProperties springs) {
        ssl = isBlank(ours.certificate()) && isBlank(ours.key()) ? springs.getSsl() : ssl(ours);
    }

    private static Ssl ssl(TlsProperties files) {
        Ssl ssl = new Ssl();
        ssl.setCertificate("file:" + readable("AKTIEN_TLS_CERT", files.certificate()));
        ssl.setCertificatePrivateKey("file:" + readable("AKTIEN_TLS_KEY", files.key()));
        ssl.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        return ssl;
    }

    private static Path readable(String setting, @Nullable String file) {
        if (file == null || file.isBlank()) {
            throw new IllegalStateException(
                    "AKTIEN_TLS_CERT and AKTIEN_TLS_KEY go together; " + setting + " is missing");
        }
        Path path = Path.of(file).toAbsolutePath();
        if (!Files.isReadable(path)) {
            throw new IllegalStateException(setting + " names no file that can be read: " + path);
        }
        return path;
    }

    boolean isOn() {
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

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }
}
