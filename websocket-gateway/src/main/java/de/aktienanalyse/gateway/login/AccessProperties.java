package de.aktienanalyse.gateway.login;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param folder where `gateway.db` and the one-time link lie
/// @param apiToken `AKTIEN_API_TOKEN`: one token with all scopes; blank: there is none
/// @param insecureLan `AKTIEN_INSECURE_LAN=true`: other machines may come in without TLS
/// @param revalidation how often open sockets are looked at for logins that are over
@ConfigurationProperties("aktien.gateway.access")
public record AccessProperties(
        @DefaultValue("data") Path folder,
        @Nullable String apiToken,
        @DefaultValue("false") boolean insecureLan,
        @DefaultValue("5s") Duration revalidation) {}
