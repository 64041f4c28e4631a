package de.aktienanalyse.gateway.handshake;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param atMost connections that are no WebSocket; each costs some 20 KB
/// @param perAddress of them from one other machine that is no listed proxy; this one may be a
///   proxy
/// @param patience how long a request's head may take to come in
@ConfigurationProperties("aktien.gateway.guests")
public record GuestProperties(
        @DefaultValue("2000") int atMost,
        @DefaultValue("200") int perAddress,
        @DefaultValue("5s") Duration patience) {}
