package de.aktienanalyse.gateway.ingress;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// @param certificate `AKTIEN_TLS_CERT`: PEM file with the certificate and its chain; blank: no TLS
/// @param key `AKTIEN_TLS_KEY`: PEM file with its private key
@ConfigurationProperties("aktien.gateway.tls")
public record TlsProperties(@Nullable String certificate, @Nullable String key) {

    /// Whether one of them is; without the other the gateway does not start.
    boolean areGiven() {
        return isGiven(certificate) || isGiven(key);
    }

    private static boolean isGiven(@Nullable String file) {
        return file != null && !file.isBlank();
    }
}
