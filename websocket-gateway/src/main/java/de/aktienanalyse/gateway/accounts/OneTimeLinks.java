package de.aktienanalyse.gateway.accounts;

import de.aktienanalyse.commands.Role;
import de.aktienanalyse.gateway.access.Actor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Links that let somebody choose a name and a password, once.
///
/// The owner's stands in a file: who can write into the data folder owns the suite anyway. The
/// gateway makes it at the first start; `./suite reset-owner` makes it later.
public final class OneTimeLinks {
    private static final Duration LIFE_OF_INVITATION = Duration.ofDays(3);

    private final Path file;
    private final JdbcClient jdbc;
    private final Secrets secrets;
    private final Clock clock;

    public OneTimeLinks(Path folder, GatewayDatabase database, Secrets secrets, Clock clock) {
        this.file = folder.resolve("setup-token");
        this.jdbc = database.client();
        this.secrets = secrets;
        this.clock = clock;
    }

    /// What a link is good for.
    ///
    /// @param userId null: of a new user
    /// @param name proposed; the user may choose another
    public record Right(@Nullable String userId, @Nullable String name, Role role) {}

    /// Where a page takes a link's secret from. Behind the `#`, so that no server or proxy sees it.
    public static String path(String secret) {
        return "/einrichten#token=" + secret;
    }

    /// The owner's secret, made if there is none. It stays until it is used.
    public String forOwner() {
        Optional<String> there = ownersSecret();
        if (there.isPresent()) {
            return there.get();
        }
        String secret = secrets.secret();
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] onlyOwner =
                posix
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        try {
            Files.newByteChannel(
                            file,
                            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            onlyOwner)
                    .close();
            Files.writeString(file, secret + "\n");
            return secret;
        } catch (FileAlreadyExistsException _) {
            // Another gateway on the same folder was faster.
            return ownersSecret().orElse(secret);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }

    public String invite(String name, Role role) {
        String secret = secrets.secret();
        Instant now = clock.instant();
        jdbc.sql(
                        "INSERT INTO invitations (hash, name, role, created_at, expires_at)"
                                + " VALUES (?, ?, ?, ?, ?)")
                .params(
                        Secrets.hash(secret),
                        name.strip(),
                        role.name(),
                        now.toEpochMilli(),
                        now.plus(LIFE_OF_INVITATION).toEpochMilli())
                .update();
        return secret;
    }

    /// Whether anybody could use a link now.
    public boolean anyOpen() {
        return ownersSecret().filter(secret -> !isUsed(secret)).isPresent()
                || jdbc.sql("SELECT count(*) FROM invitations WHERE expires_at > ?")
                                .param(clock.instant().toEpochMilli())
                                .query(Integer.class)
                                .single()
                        > 0;
    }

    public Optional<Right> rightOf(String secret) {
        if (isUsed(secret)) {
            return Optional.empty();
        }
        if (ownersSecret().filter(owners -> Secrets.same(owners, secret)).isPresent()) {
            return Optional.of(new Right(Actor.OWNER, null, Role.OWNER));
        }
        return jdbc.sql("SELECT * FROM invitations WHERE hash = ? AND expires_at > ?")
                .params(Secrets.hash(secret), clock.instant().toEpochMilli())
                .query((row, _) ->
                        new Right(null, row.getString("name"), Role.valueOf(row.getString("role"))))
                .optional();
    }

    /// Within the transaction that gives what the link is good for.
    ///
    /// @return false: somebody else used it meanwhile
    boolean use(String secret) {
        int first =
                jdbc.sql(
                                "INSERT INTO used_links (hash, used_at) VALUES (?, ?)"
                                        + " ON CONFLICT DO NOTHING")
                        .params(Secrets.hash(secret), clock.instant().toEpochMilli())
                        .update();
        jdbc.sql("DELETE FROM invitations WHERE hash = ?").param(Secrets.hash(secret)).update();
        return first > 0;
    }

    /// After that transaction; a file that stays all the same is known as used.
    void forget(String secret) {
        if (ownersSecret().filter(owners -> Secrets.same(owners, secret)).isPresent()) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot delete " + file, e);
            }
        }
    }

    private boolean isUsed(String secret) {
        return jdbc.sql("SELECT count(*) FROM used_links WHERE hash = ?")
                        .param(Secrets.hash(secret))
                        .query(Integer.class)
                        .single()
                > 0;
    }

    private Optional<String> ownersSecret() {
        try {
            return Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty());
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }
}
