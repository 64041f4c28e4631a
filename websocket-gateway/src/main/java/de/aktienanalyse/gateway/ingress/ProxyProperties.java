package de.aktienanalyse.gateway.ingress;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// A reverse proxy before the gateway, and how far it is believed.
///
/// @param auth `AKTIEN_AUTH`: `password`, or `trusted-proxy` when the proxy says who somebody is
/// @param addresses `AKTIEN_TRUSTED_PROXIES`: addresses and networks of proxies
/// @param userHeader `AKTIEN_PROXY_USER_HEADER`: where the proxy names the user
/// @param addressHeader `AKTIEN_PROXY_ADDRESS_HEADER`: where it names who asks it,
///   `X-Forwarded-For` or `Forwarded`; one alone, since a proxy passes on unread what a client
///   sends in the other
/// @param socketLife so long a socket stays open that came in by the word of the proxy; then its
///   client comes again, if the proxy still lets it
@ConfigurationProperties("aktien.gateway.proxy")
public record ProxyProperties(
        @DefaultValue(PASSWORD) String auth,
        @DefaultValue List<String> addresses,
        @DefaultValue("Remote-User") String userHeader,
        @DefaultValue(X_FORWARDED_FOR) String addressHeader,
        @DefaultValue("30m") Duration socketLife) {
    static final String PASSWORD = "password";
    static final String TRUSTED_PROXY = "trusted-proxy";
    static final String X_FORWARDED_FOR = "X-Forwarded-For";
    static final String FORWARDED = "Forwarded";
}
