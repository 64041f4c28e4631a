package de.aktienanalyse.gateway.login;

import de.aktienanalyse.gateway.accounts.OneTimeLinks;
import de.aktienanalyse.gateway.accounts.Users;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;

/// As long as there is no owner, every start tells the link by which one is made.
class FirstStart {
    private static final Logger log = LoggerFactory.getLogger(FirstStart.class);

    private final Users users;
    private final OneTimeLinks links;
    private final String scheme;
    private final String host;

    FirstStart(Users users, OneTimeLinks links, String scheme, String host) {
        this.users = users;
        this.links = links;
        this.scheme = scheme;
        this.host = host;
    }

    @EventListener
    void serves(WebServerInitializedEvent event) {
        if (!users.exist()) {
            log.warn(
                    "Nobody owns this suite yet. To set it up, open {}://{}:{}{}",
                    scheme,
                    host,
                    event.getWebServer().getPort(),
                    OneTimeLinks.path(links.forOwner()));
        }
    }
}
