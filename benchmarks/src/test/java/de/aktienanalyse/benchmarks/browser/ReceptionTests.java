package de.aktienanalyse.benchmarks.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A checker that would not see a broken delivery proves nothing.
class ReceptionTests {
    private final Said said = new Said(2);
    private final Reception reception = new Reception(2);

    @BeforeEach
    void threeEventsAndFourValuesOfEach() {
        for (int subject = 0; subject < 2; subject++) {
            for (int i = 0; i < 3; i++) {
                said.nextEvent(subject);
            }
            for (int i = 0; i < 4; i++) {
                said.nextValue(subject);
            }
        }
        events(1, 1, 2, 3);
        values(1, 1, 2, 3, 4);
    }

    @Test
    void onceAndInOrderAndCountedIsAsPromised() {
        events(0, 1, 2, 3);
        values(0, 1, 4);
        reception.conflated(2);

        assertThat(verdict().faults()).isEmpty();
        assertThat(verdict().deliveredPercent()).isEqualTo("100.000 %");
    }

    @Test
    void missesWhatDidNotCome() {
        events(0, 1, 3);

        assertThat(verdict().missing()).isEqualTo(1);
        assertThat(verdict().faults()).containsExactly("1 missing");
    }

    @Test
    void missesTheLastOne() {
        events(0, 1, 2);

        assertThat(verdict().missing()).isEqualTo(1);
    }

    @Test
    void seesWhatCameTwice() {
        events(0, 1, 2, 2, 3);

        assertThat(verdict().faults()).containsExactly("1 twice");
    }

    @Test
    void seesWhatCameAgainOnAnotherConnection() {
        events(0, 1, 2);
        reception.cut();
        events(0, 2, 3);

        assertThat(verdict().doubled()).isEqualTo(1);
    }

    @Test
    void seesWhatCameOutOfOrder() {
        events(0, 1, 3, 2);

        assertThat(verdict().faults()).containsExactly("1 out of order");
    }

    @Test
    void seesAGap() {
        events(0, 1, 2, 3);
        reception.gap();

        assertThat(verdict().faults()).containsExactly("1 gaps");
    }

    @Test
    void seesConflationThatWasNotTold() {
        events(0, 1, 2, 3);
        values(0, 1, 4);
        reception.conflated(1);

        assertThat(verdict().faults()).containsExactly("1 values uncounted");
    }

    @Test
    void seesAConflationToldTooOften() {
        events(0, 1, 2, 3);
        values(0, 1, 4);
        reception.conflated(3);

        assertThat(verdict().uncounted()).isEqualTo(1);
    }

    @Test
    void seesAnOlderValueBehindANewerOne() {
        events(0, 1, 2, 3);
        values(0, 1, 3, 2, 4);

        assertThat(verdict().stale()).isEqualTo(1);
    }

    @Test
    void seesASnapshotThatIsOlderThanWhatWasKnown() {
        events(0, 1, 2, 3);
        values(0, 1, 2, 3);
        reception.cut();
        values(0, 2, 4);

        assertThat(verdict().stale()).isEqualTo(1);
    }

    @Test
    void whatIsSaidWhileAwayIsNotUncounted() {
        events(0, 1, 2, 3);
        values(0, 1);
        reception.cut();
        values(0, 3, 4);
        values(1, 4);

        assertThat(verdict().faults()).isEmpty();
    }

    @Test
    void countsBothUpWhenTwoClientsErrDifferently() {
        Reception other = new Reception(2);
        other.conflated(1);
        events(0, 1, 2, 3);
        values(0, 1, 2, 4);

        Verdict both = verdict().and(other.against(said));

        assertThat(both.uncounted()).isEqualTo(2);
        assertThat(both.missing()).isEqualTo(6);
    }

    @Test
    void aRunWithoutClientsOrWithoutEventsProvesNothing() {
        assertThat(Verdict.NONE.isAsPromised()).isFalse();
        assertThat(new Reception(1).against(new Said(1)).isAsPromised()).isFalse();
    }

    @Test
    void readsAFillAndRemembersItsPosition() {
        Recorder recorder = new Recorder(new GatewayProtocol(true, ""));

        recorder.read(
                "{\"type\":\"trading\",\"event\":\"trading.order_filled\",\"data\":{\"symbol\":\"S001\","
                        + "\"client_order_id\":\"4\",\"execution_id\":\"77\"},\"position\":\"trading.2@1700-18\"}");

        assertThat(recorder.done).containsExactly("1 4 77");
        assertThat(recorder.opening()).contains("\"positions\":[\"trading.2@1700-18\"]");
    }

    private Verdict verdict() {
        return reception.against(said);
    }

    private void events(int subject, int... numbers) {
        for (int n : numbers) {
            reception.event(subject, n);
        }
    }

    private void values(int subject, int... numbers) {
        for (int n : numbers) {
            reception.value(subject, n);
        }
    }
}
