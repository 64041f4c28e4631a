package de.aktienanalyse.gateway.handshake;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param allowed origins whose pages may connect, as in `https://aktien.example`, beside those of
///   this machine
@ConfigurationProperties("aktien.gateway.origins")
public record OriginProperties(@DefaultValue List<String> allowed) {}
