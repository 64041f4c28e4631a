package de.aktienanalyse.gateway.limits;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

/// What counts as one address. Of IPv6 everybody has a whole network, with as many addresses as
/// they like.
public final class AddressKey {
    private static final int BYTES_OF_A_NETWORK = 8;

    private AddressKey() {}

    /// @param address as in `request.getRemoteAddr()`; what is none stays as it is
    public static String of(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            // Without the name of our own interface, which is not the other side's.
            InetAddress known = InetAddress.ofLiteral(address.replaceFirst("%.*", ""));
            return known instanceof Inet6Address
                    ? HexFormat.of().formatHex(known.getAddress(), 0, BYTES_OF_A_NETWORK) + "::/64"
                    : known.getHostAddress();
        } catch (IllegalArgumentException _) {
            return address;
        }
    }
}
