package de.aktienanalyse.gateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.gateway.fanout.Askers.Ask;
import de.aktienanalyse.gateway.outbound.Connection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AskersTests {
    private static final Ask ASK = new Ask("owner", "key-1");

    private final Askers askers = new Askers();
    private final List<String> told = new ArrayList<>();
    private final Connection connection = connection();
    private final Connection other = connection();

    @Test
    void eachRequestWaitsForItsOwnAnswerAlsoTheSameTwice() {
        expect(connection, ASK, "a");
        expect(connection, ASK, "a");
        expect(connection, ASK, "b");

        for (String answered : List.of("a", "b", "a")) {
            assertThat(askers.of(ASK)).containsExactly(connection);
            askers.answered(connection, ASK, answered);
        }

        assertThat(askers.of(ASK)).isEmpty();
        assertThat(told).containsExactly("key-1", "key-1", "key-1");
    }

    @Test
    void theAnswerToAnotherConnectionsRequestIsHeardAndNotTakenForOnesOwn() {
        expect(connection, ASK, "a");
        expect(other, ASK, "b");

        askers.of(ASK).forEach(each -> askers.answered(each, ASK, "a"));

        assertThat(askers.of(ASK)).containsExactly(other);
    }

    @Test
    void ofWhatAnEarlierConnectionAskedTheFirstAnswerCounts() {
        expect(connection, ASK, null);

        askers.answered(connection, ASK, "whatever");

        assertThat(askers.expects(connection, ASK)).isFalse();
    }

    @Test
    void onlyTheNewestThousandRequestsAreKeptAndNothingOfWhoHasLeft() {
        expect(connection, ASK, "first");
        for (int i = 0; i < 999; i++) {
            expect(connection, new Ask("owner", "key-2"), "request-" + i);
        }
        assertThat(askers.expects(connection, ASK)).isTrue();
        expect(connection, new Ask("owner", "key-3"), "one more");

        assertThat(askers.expects(connection, ASK)).isFalse();
        assertThat(askers.expects(connection, new Ask("owner", "key-2"))).isTrue();
        askers.left(connection);
        assertThat(askers.of(new Ask("owner", "key-2"))).isEmpty();
    }

    private void expect(Connection who, Ask ask, @Nullable String id) {
        askers.expect(who, ask, id, told::add);
    }

    private static Connection connection() {
        Connection connection = RecentTests.connection();
        connection.belongsTo("owner");
        return connection;
    }
}
