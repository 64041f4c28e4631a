package de.aktienanalyse.gateway.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.gateway.commands.AskedCommands;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AskedHereTests {
    private final Store store = new Store();
    private final Time time = new Time();
    private final List<String> inherited = new ArrayList<>();
    private final AskedHere asked = new AskedHere(store, "token", time, inherited::add);

    @Test
    void anIdIsForgottenWhenItsOutcomeHasSurelyArrivedAndNotBefore() {
        asked.ask("a");
        asked.ask("b");
        asked.told("a");
        asked.told("b");
        assertThat(store.told).containsExactly("a", "b");
        asked.ask("b");

        time.passes(AskedHere.CERTAIN);
        asked.heard();
        assertThat(store.forgotten).isEmpty();
        time.passes(Duration.ofMillis(1));
        assertThat(store.forgotten).as("a client that is silent may be gone").isEmpty();
        asked.heard();

        assertThat(store.forgotten).as("b was asked again").containsExactly("a");
    }

    @Test
    void aTokenIsLookedUpOnceAndWhatWasToldUnderItIsNotHandedOnForEver() {
        for (int i = 0; i < 10; i++) {
            assertThat(asked.askedBy("earlier")).isCompleted();
        }
        assertThat(store.lookUps).isEqualTo(1);
        assertThat(inherited).containsExactly("told before", "open");

        time.passes(AskedHere.CERTAIN.plusMillis(1));
        asked.heard();

        assertThat(store.forgotten).containsExactly("told before");
    }

    @Test
    void aLookUpThatFailedIsRepeated() {
        store.broken = true;
        assertThat(asked.askedBy("earlier")).isCompletedExceptionally();
        store.broken = false;
        assertThat(asked.askedBy("earlier")).isCompleted();
    }

    @Test
    void onlySoManyEarlierConnectionsMayBeNamed() {
        for (int i = 0; i < 8; i++) {
            assertThat(asked.askedBy("earlier-" + i)).isNotNull();
        }
        assertThat(asked.askedBy("earlier-8")).isNull();
        assertThat(asked.askedBy("earlier-0")).isNotNull();
        assertThat(store.lookUps).isEqualTo(8);
    }

    private static final class Store implements AskedCommands {
        private final List<String> told = new ArrayList<>();
        private final List<String> forgotten = new ArrayList<>();
        private int lookUps;
        private boolean broken;

        @Override
        public void remember(String resumeToken, String commandId) {}

        @Override
        public void told(String resumeToken, String commandId) {
            told.add(commandId);
        }

        @Override
        public void forget(String resumeToken, Collection<String> commandIds) {
            forgotten.addAll(commandIds);
        }

        @Override
        public CompletableFuture<List<Asked>> inherit(String earlier, String resumeToken) {
            lookUps++;
            return broken
                    ? CompletableFuture.failedFuture(new IllegalStateException("no Redis"))
                    : CompletableFuture.completedFuture(
                            List.of(new Asked("told before", true), new Asked("open", false)));
        }
    }

    private static final class Time extends Clock {
        private Instant now = Instant.parse("2025-01-25T16:00:00Z");

        void passes(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
