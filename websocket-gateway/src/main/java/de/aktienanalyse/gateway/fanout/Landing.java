package de.aktienanalyse.gateway.fanout;

import de.aktienanalyse.bus.Position;
import de.aktienanalyse.gateway.frames.CloseCode;
import de.aktienanalyse.gateway.limits.Limits;
import de.aktienanalyse.gateway.outbound.Connection;
import de.aktienanalyse.gateway.outbound.Writer;
import de.aktienanalyse.gateway.positions.Positions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The end of a resume: either all that was missed, each once, or a gap and the current values.
/// Belongs to the writer's thread.
final class Landing implements Resumes.Ending {
    private final Writer writer;
    private final Teller teller;
    private final Subscriptions subscriptions;
    private final LastValues lastValues;
    private final Askers askers;
    private final Recent recent;
    private final Positions now;
    private final WholeObjects objects;
    private final Limits limits;
    private final FanoutMetrics metrics;

    Landing(
            Writer writer,
            Teller teller,
            Subscriptions subscriptions,
            LastValues lastValues,
            Askers askers,
            Recent recent,
            Positions now,
            WholeObjects objects,
            Limits limits,
            FanoutMetrics metrics) {
        this.writer = writer;
        this.teller = teller;
        this.subscriptions = subscriptions;
        this.lastValues = lastValues;
        this.askers = askers;
        this.recent = recent;
        this.now = now;
        this.objects = objects;
        this.limits = limits;
        this.metrics = metrics;
    }

    /// Values of class LATEST that these subscriptions want, each once.
    ///
    /// @return false when the user was told too much of what is no news lately; then nothing is
    ///   told
    private boolean snapshot(Connection connection, Collection<Subscription> wanting) {
        return tellIfAllowed(connection, lastValues.wantedBy(wanting));
    }

    /// Those that came after the mark.
    void tellValues(Connection connection, Position after) {
        if (!tellIfAllowed(connection, lastValues.wantedBy(subscriptions.of(connection), after))) {
            refuseSnapshot(connection, null);
        }
    }

    private boolean tellIfAllowed(Connection connection, List<News> wanted) {
        if (!limits.mayRepeat(connection.user(), wanted.size())) {
            return false;
        }
        tell(connection, wanted);
        return true;
    }

    private void tell(Connection connection, List<News> wanted) {
        connection.expect(wanted.size());
        wanted.forEach(news -> writer.deliver(connection, news.frame()));
    }

    /// The subscriptions stand in either case.
    void snapshotOrRefusal(
            Connection connection,
            Collection<Subscription> wanting,
            @Nullable String correlationId) {
        if (!snapshot(connection, wanting)) {
            refuseSnapshot(connection, correlationId);
        }
    }

    private void refuseSnapshot(Connection connection, @Nullable String correlationId) {
        String problem = "Too many current values lately; ask for them later";
        teller.refused(connection, "rate_limited", problem, "data.snapshot", correlationId);
    }

    /// An outcome that was just heard: for those who wait for it. One that is resuming gets it with
    /// the rest.
    void tell(Told.Outcome outcome, Resumes resumes) {
        for (Connection connection : askers.of(ask(outcome))) {
            if (resumes.of(connection) == null) {
                tell(connection, outcome);
            }
        }
    }

    private void tell(Connection connection, Told.Outcome outcome) {
        askers.answered(connection, ask(outcome), outcome.message().correlationId());
        teller.outcome(connection, outcome.message());
    }

    private static Askers.Ask ask(Told.Outcome outcome) {
        return new Askers.Ask(outcome.actor(), outcome.commandId());
    }

    @Override
    public void live(Resume resume, int missed) {
        Connection connection = resume.connection;
        dropUnsubscribed(resume);
        List<Told> told = new ArrayList<>();
        for (int partition = 0; partition < Positions.COUNT; partition++) {
            long last = now.sequence(partition);
            for (long at = Math.min(resume.from(partition), last) + 1; at <= last; at++) {
                Told each = recent.get(partition, at);
                if (each instanceof Told.Passed passed && isNewsAgain(resume, passed)) {
                    gap(resume, "republished");
                    return;
                }
                if (isWanted(resume, each)) {
                    told.add(each);
                }
            }
        }
        connection.expect(told.size());
        told.forEach(each -> {
            if (each instanceof News news) {
                writer.deliver(connection, news.frame());
            } else if (each instanceof Told.Outcome outcome) {
                tell(connection, outcome);
            }
        });
        Resume.Wish last = resume.wishes.getLast();
        teller.resumed(
                connection,
                last.from().texts(last.families() | BrowserNames.USER),
                now.texts(last.families() | BrowserNames.USER),
                told.size(),
                last.correlationId());
        metrics.resumed(told.size());
        goLive(resume, false);
        resume.behind.forEach(Runnable::run);
    }

    /// What was cancelled or replaced meanwhile.
    private void dropUnsubscribed(Resume resume) {
        Collection<Subscription> current = subscriptions.of(resume.connection);
        resume.wishes.forEach(wish ->
                wish.subscriptions().removeIf(subscription -> !current.contains(subscription)));
    }

    private static boolean isNewsAgain(Resume resume, Told.Passed passed) {
        return passed.again()
                && resume.wishes.stream()
                        .anyMatch(wish ->
                                wish.isBehind(passed.place())
                                        && Positions.isIn(
                                                passed.place().partition(), wish.families()));
    }

    private boolean isWanted(Resume resume, Told told) {
        return switch (told) {
            case News news -> isWanted(resume, news);
            case Told.Outcome outcome ->
                    askers.expects(resume.connection, ask(outcome))
                            && resume.wishes.stream()
                                    .anyMatch(wish -> wish.isBehind(outcome.place()));
            case Told.Passed _, Told.Broken _, Told.LeftOut _ -> false;
        };
    }

    /// Unless a subscription that was live all the while has brought it already.
    private boolean isWanted(Resume resume, News news) {
        if (news.place() == null
                || news.userId() != null && !news.userId().equals(resume.connection.user())) {
            return false;
        }
        for (Subscription other : subscriptions.of(resume.connection)) {
            if (other.covers(news.place()) && other.wants(news)) {
                return false;
            }
        }
        for (Resume.Wish wish : resume.wishes) {
            if (wish.isBehind(news.place())) {
                for (Subscription subscription : wish.subscriptions()) {
                    if (subscription.wants(news)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    @Override
    public void gap(Resume resume, String reason) {
        Connection connection = resume.connection;
        goLive(resume, true);
        sayGap(connection, reason, resume.wishes.getLast().correlationId());
        if (!snapshot(connection, subscriptions.of(connection))) {
            // It must not believe what it has, and may not have what it should believe.
            connection.close(CloseCode.TOO_MANY, "resumed too often");
            return;
        }
        objects.tell(
                connection, subscriptions.of(connection), resume.wishes.getLast().correlationId());
        outcomes(resume);
        resume.behind.forEach(Runnable::run);
    }

    /// What this connection has heard is not all: it begins anew from here.
    void gap(Connection connection, String reason) {
        sayGap(connection, reason, null);
        tell(connection, lastValues.wantedBy(subscriptions.of(connection)));
        objects.tell(connection, subscriptions.of(connection), null);
    }

    private void sayGap(Connection connection, String reason, @Nullable String correlationId) {
        metrics.gap(reason);
        teller.gap(connection, reason, subscriptions.familiesOf(connection), correlationId);
    }

    /// Answers are owed all the same, as far as they are there.
    private void outcomes(Resume resume) {
        for (int partition = 0; partition < Positions.COUNT; partition++) {
            if (!Positions.isIn(partition, BrowserNames.USER)) {
                continue;
            }
            for (long at = recent.first(partition); at <= now.sequence(partition); at++) {
                if (recent.get(partition, at) instanceof Told.Outcome outcome
                        && isWanted(resume, outcome)) {
                    tell(resume.connection, outcome);
                }
            }
        }
    }

    /// @param fromNow nothing older was told
    private void goLive(Resume resume, boolean fromNow) {
        Positions here = now.copy();
        for (Resume.Wish wish : resume.wishes) {
            for (Subscription subscription : wish.subscriptions()) {
                subscription.liveSince(fromNow ? here : wish.from());
            }
        }
        subscriptions.changed(resume.connection);
        if (!fromNow) {
            snapshotOrRefusal(resume);
            // Whole objects too: the connection that asked for them first may have ended before
            // they came.
            resume.wishes.forEach(wish ->
                    objects.tell(resume.connection, wish.subscriptions(), wish.correlationId()));
        }
    }

    /// Of several wishes at once, each value once.
    private void snapshotOrRefusal(Resume resume) {
        List<Resume.Wish> wishes = resume.wishes.stream().filter(Resume.Wish::snapshot).toList();
        List<Subscription> wanting =
                wishes.stream().flatMap(wish -> wish.subscriptions().stream()).toList();
        if (!snapshot(resume.connection, wanting)) {
            wishes.forEach(wish -> refuseSnapshot(resume.connection, wish.correlationId()));
        }
    }
}
