package de.aktienanalyse.gateway.access;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Addresses and networks by number: `10.0.0.2`, `172.18.0.0/16`, `fd00::/8`. Names are not looked
/// up, since who answers for a name could make themselves one of them.
///
/// An IPv4 address that is written as an IPv6 one (`::ffff:10.0.0.2`) is the same address.
public final class Networks {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    /// Before an IPv4 address that is written as an IPv6 one.
    private static final int MAPPED_BITS = 96;

    private final List<Network> all;

    private Networks(List<Network> all) {
        this.all = all;
    }

    private record Network(byte[] address, int bits) {
        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % Byte.SIZE;
                if (((address[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    /// @throws IllegalArgumentException one of them is no address or network, or is all addresses
    public static Networks of(List<String> texts) {
        return new Networks(
                texts.stream()
                        .map(String::strip)
                        .filter(text -> !text.isEmpty())
                        .map(Networks::network)
                        .toList());
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    public boolean contain(InetAddress address) {
        return all.stream().anyMatch(network -> network.contains(address.getAddress()));
    }

    /// The address that the text is; empty: it is none.
    public static Optional<InetAddress> address(String text) {
        // The interface, where a socket of this machine has one.
        int zone = text.indexOf('%');
        String plain = zone < 0 ? text : text.substring(0, zone);
        // Java would also read "10.1" as an address.
        if (plain.indexOf(':') < 0 && !IPV4.matcher(plain).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(plain));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Network network(String text) {
        int slash = text.indexOf('/');
        String base = slash < 0 ? text : text.substring(0, slash);
        byte[] address =
                address(base)
                        .map(InetAddress::getAddress)
                        .orElseThrow(() -> new IllegalArgumentException(text));
        int longest = address.length * Byte.SIZE;
        if (slash < 0) {
            return new Network(address, longest);
        }
        boolean mapped = base.indexOf(':') >= 0 && longest == Integer.SIZE;
        int bits;
        try {
            bits = Integer.parseInt(text.substring(slash + 1)) - (mapped ? MAPPED_BITS : 0);
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException(text);
        }
        if (bits < 1 || bits > longest) {
            throw new IllegalArgumentException(text);
        }
        return new Network(address, bits);
    }
}
