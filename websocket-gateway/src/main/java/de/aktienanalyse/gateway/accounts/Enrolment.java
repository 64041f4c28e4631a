package de.aktienanalyse.gateway.accounts;

import de.aktienanalyse.gateway.accounts.OneTimeLinks.Right;
import de.aktienanalyse.gateway.accounts.Users.User;
import java.util.List;
import java.util.Optional;

/// Turns a one-time link into a user: the first owner, an invited one, or the owner with a new
/// password.
public final class Enrolment {
    private static final int LONGEST_NAME = 64;

    private final GatewayDatabase database;
    private final OneTimeLinks links;
    private final Users users;
    private final Sessions sessions;
    private final Secrets secrets;

    public Enrolment(
            GatewayDatabase database,
            OneTimeLinks links,
            Users users,
            Sessions sessions,
            Secrets secrets) {
        this.database = database;
        this.links = links;
        this.users = users;
        this.sessions = sessions;
        this.secrets = secrets;
    }

    public sealed interface Outcome {}

    /// @param ended logins of the user that are over
    public record Enrolled(User user, List<String> ended) implements Outcome {
        public Enrolled {
            ended = List.copyOf(ended);
        }
    }

    public record WrongLink() implements Outcome {}

    /// Nobody is waited for.
    public record Closed() implements Outcome {}

    public record Unfit(String code, String field, String message) implements Outcome {}

    public Outcome enrol(String secret, String wishedName, String password) {
        Optional<Right> right = links.rightOf(secret);
        if (right.isEmpty()) {
            return users.exist() && !links.anyOpen() ? new Closed() : new WrongLink();
        }
        String id = right.get().userId() == null ? secrets.name("user-") : right.get().userId();
        String name = wishedName.isBlank() ? proposed(right.get()) : wishedName.strip();
        Optional<Unfit> unfit = unfit(id, name, password);
        if (unfit.isPresent()) {
            return unfit.get();
        }
        String hash = users.encode(password);
        Outcome outcome =
                database.within(() -> {
                    if (!links.use(secret)) {
                        return new WrongLink();
                    }
                    List<String> ended = sessions.closeAllOf(id);
                    return new Enrolled(users.save(id, name, right.get().role(), hash), ended);
                });
        if (outcome instanceof Enrolled) {
            links.forget(secret);
        }
        return outcome;
    }

    private static String proposed(Right right) {
        return right.name() == null ? "" : right.name();
    }

    private Optional<Unfit> unfit(String id, String name, String password) {
        if (!isName(name)) {
            return Optional.of(
                    new Unfit("invalid_name", "name", "needs 1 to 64 visible characters"));
        }
        if (users.isTaken(name, id)) {
            return Optional.of(new Unfit("name_taken", "name", "is another user's"));
        }
        return Passwords.complaint(password, name)
                .map(complaint -> new Unfit("weak_password", "password", complaint));
    }

    /// Whether a user or a token may be called so.
    public static boolean isName(String name) {
        return !name.isBlank()
                && name.length() <= LONGEST_NAME
                && name.codePoints().noneMatch(Character::isISOControl);
    }
}
