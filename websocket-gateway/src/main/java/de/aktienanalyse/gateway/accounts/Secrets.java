package de.aktienanalyse.gateway.accounts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// Makes random secrets and what recognises them.
public final class Secrets {
    private static final int BYTES = 32;

    private final RandomGenerator random;

    /// @param random nobody can guess
    public Secrets(RandomGenerator random) {
        this.random = random;
    }

    /// 256 random bits, fit for a URL and a cookie.
    public String secret() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// A short random name, no secret.
    public String name(String prefix) {
        return prefix + HexFormat.of().toHexDigits(random.nextLong());
    }

    /// Plain SHA-256 is enough for what has 256 random bits: nobody can try them all.
    public static String hash(String secret) {
        try {
            byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /// In a time that tells nothing of where they differ.
    static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                hash(one).getBytes(StandardCharsets.US_ASCII),
                hash(other).getBytes(StandardCharsets.US_ASCII));
    }
}
