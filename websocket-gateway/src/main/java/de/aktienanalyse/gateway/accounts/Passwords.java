package de.aktienanalyse.gateway.accounts;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/// Argon2id, and what a password must not be.
public final class Passwords {
    private static final int SHORTEST = 12;
    private static final int LONGEST = 256;

    /// Each takes 16 MiB for a tenth of a second; many at once would take all memory.
    private static final int AT_ONCE = 2;

    /// What is tried first, where it is as long as we ask for; the beginning counts, so that
    /// `passwort1234` falls with `passwort`.
    private static final Set<String> BEGINNINGS =
            Set.of(
                    "password",
                    "passwort",
                    "123456789",
                    "abcdefgh",
                    "qwertyui",
                    "qwertzui",
                    "1q2w3e4r",
                    "iloveyou",
                    "ichliebedich",
                    "willkommen",
                    "welcome",
                    "letmein",
                    "administrator",
                    "changeme",
                    "geheim",
                    "hallohallo",
                    "aktienanalyse",
                    "adminadmin");

    private final Argon2PasswordEncoder argon2 =
            Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
    private final Semaphore turns = new Semaphore(AT_ONCE);
    private final String ofNobody = argon2.encode("nobody has this password");

    /// What is wrong with it; empty: nothing.
    public static Optional<String> complaint(String password, String name) {
        String plain = password.toLowerCase(Locale.ROOT);
        if (password.codePointCount(0, password.length()) < SHORTEST) {
            return Optional.of("needs at least " + SHORTEST + " characters");
        }
        if (password.length() > LONGEST) {
            return Optional.of("may have at most " + LONGEST + " characters");
        }
        if (plain.chars().distinct().count() < 5) {
            return Optional.of("repeats too few characters");
        }
        if (BEGINNINGS.stream().anyMatch(plain::startsWith)) {
            return Optional.of("begins with one of the most used passwords");
        }
        if (name.length() > 3 && plain.contains(name.toLowerCase(Locale.ROOT))) {
            return Optional.of("contains the name");
        }
        return Optional.empty();
    }

    String encode(String password) {
        turns.acquireUninterruptibly();
        try {
            return argon2.encode(password);
        } finally {
            turns.release();
        }
    }

    /// @param encoded null: there is no such user, which takes as long as a wrong password
    boolean matches(String password, @Nullable String encoded) {
        if (password.length() > LONGEST) {
            return false;
        }
        turns.acquireUninterruptibly();
        try {
            return argon2.matches(password, encoded == null ? ofNobody : encoded)
                    && encoded != null;
        } finally {
            turns.release();
        }
    }
}
