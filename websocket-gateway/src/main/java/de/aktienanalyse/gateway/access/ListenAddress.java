package de.aktienanalyse.gateway.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where the gateway listens. Passwords and depots go over no network in the clear unless somebody
/// asked for it in so many words.
public final class ListenAddress {
    private static final Logger log = LoggerFactory.getLogger(ListenAddress.class);

    private final boolean insecure;

    /// @param address null: all of this machine's
    /// @throws IllegalStateException other machines could come in without TLS
    public ListenAddress(@Nullable InetAddress address, boolean tls, boolean insecureAllowed) {
        this.insecure = (address == null || !address.isLoopbackAddress()) && !tls;
        if (insecure && !insecureAllowed) {
            throw new IllegalStateException(
                    "AKTIEN_BIND lets other machines in, but there is no TLS: set"
                            + " AKTIEN_TLS_CERT and AKTIEN_TLS_KEY (PEM files), or"
                            + " AKTIEN_INSECURE_LAN=true to send passwords in the clear");
        }
        if (insecure) {
            log.warn(
                    "AKTIEN_INSECURE_LAN=true: passwords and depots go over the network in the clear");
        }
    }

    public boolean isInsecure() {
        return insecure;
    }

    /// Where a browser on this machine finds it, as it stands in a URL.
    public static String host(@Nullable InetAddress address) {
        if (address == null || address.isAnyLocalAddress()) {
            return "127.0.0.1";
        }
        String text = address.getHostAddress();
        return address instanceof Inet6Address ? "[" + text + "]" : text;
    }
}
