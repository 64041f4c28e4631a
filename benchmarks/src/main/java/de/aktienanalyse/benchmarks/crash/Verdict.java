package de.aktienanalyse.benchmarks.crash;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/// What the checker found: compares what was acknowledged with what came of it, per subject and in
/// the order in which it took effect.
///
/// @param said acknowledged events
/// @param effects rows that came of them
/// @param echoes rows that came of the answers
/// @param missing said, without effect
/// @param doubled effects beyond the first
/// @param disordered effects after that of a later event of the same subject
/// @param unsaid effects of what was never acknowledged
/// @param deadLetters events that were given up
/// @param samples the first few findings, for the reader
record Verdict(
        long said,
        long effects,
        long echoes,
        long missing,
        long doubled,
        long disordered,
        long unsaid,
        long deadLetters,
        List<String> samples) {

    boolean ok() {
        return said > 0 && missing + doubled + disordered + unsaid + deadLetters == 0;
    }

    /// @param sayer database of the sayer: said and echoes
    /// @param reactor database of the reactor: effects
    static Verdict of(Path sayer, Path reactor) {
        JdbcClient said = open(sayer);
        JdbcClient done = open(reactor);
        Findings findings = new Findings(top(said));
        List<Row> effects = rows(done, "crash_effect");
        List<Row> echoes = rows(said, "crash_echo");
        findings.compare("effect", effects);
        findings.compare("echo", echoes);
        return new Verdict(
                findings.said(),
                effects.size(),
                echoes.size(),
                findings.missing,
                findings.doubled,
                findings.disordered,
                findings.unsaid,
                count(said, "bus_dead_letter") + count(done, "bus_dead_letter"),
                findings.samples);
    }

    /// @return said, effects, echoes
    static long[] counts(Path sayer, Path reactor) {
        JdbcClient said = open(sayer);
        return new long[] {
            count(said, "crash_said"),
            count(open(reactor), "crash_effect"),
            count(said, "crash_echo")
        };
    }

    @Override
    public String toString() {
        return """
        | acknowledged | effects | echoes | missing | doubled | out of order | never said | dead letters | verdict |
        |---|---|---|---|---|---|---|---|---|
        | %d | %d | %d | %d | %d | %d | %d | %d | %s |
        %s\
        """
                .formatted(
                        said,
                        effects,
                        echoes,
                        missing,
                        doubled,
                        disordered,
                        unsaid,
                        deadLetters,
                        ok() ? "kept its promise" : "BROKEN",
                        String.join("\n", samples));
    }

    private record Row(String subject, long n) {}

    private static final class Findings {
        private static final int SAMPLES = 10;

        private final Map<String, Long> top;
        private final List<String> samples = new ArrayList<>();
        private long missing;
        private long doubled;
        private long disordered;
        private long unsaid;

        Findings(Map<String, Long> top) {
            this.top = top;
        }

        long said() {
            return top.values().stream().mapToLong(Long::longValue).sum();
        }

        /// Numbers of a subject run from 1 without a hole, since each was taken in the transaction
        /// that said it.
        void compare(String what, List<Row> rows) {
            Map<String, boolean[]> seen = new LinkedHashMap<>();
            top.forEach((subject, n) -> seen.put(subject, new boolean[Math.toIntExact(n) + 1]));
            Map<String, Long> highest = new LinkedHashMap<>();
            for (Row row : rows) {
                boolean[] marks = seen.getOrDefault(row.subject(), new boolean[0]);
                if (row.n() < 1 || row.n() >= marks.length) {
                    unsaid++;
                    note(what, "of what was never said", row);
                    continue;
                }
                if (marks[(int) row.n()]) {
                    doubled++;
                    note(what, "doubled", row);
                    continue;
                }
                marks[(int) row.n()] = true;
                if (row.n() < highest.getOrDefault(row.subject(), 0L)) {
                    disordered++;
                    note(what, "too late", row);
                }
                highest.merge(row.subject(), row.n(), Math::max);
            }
            seen.forEach((subject, marks) -> {
                for (int n = 1; n < marks.length; n++) {
                    if (!marks[n]) {
                        missing++;
                        note(what, "missing", new Row(subject, n));
                    }
                }
            });
        }

        private void note(String what, String trouble, Row row) {
            if (samples.size() < SAMPLES) {
                samples.add("%s %s: %s %d".formatted(what, trouble, row.subject(), row.n()));
            }
        }
    }

    private static Map<String, Long> top(JdbcClient jdbc) {
        Map<String, Long> top = new LinkedHashMap<>();
        jdbc.sql("select subject, max(n) as n from crash_said group by subject order by subject")
                .query((row, _) -> new Row(row.getString("subject"), row.getLong("n")))
                .list()
                .forEach(row -> top.put(row.subject(), row.n()));
        return top;
    }

    private static List<Row> rows(JdbcClient jdbc, String table) {
        return jdbc.sql("select subject, n from " + table + " order by seq")
                .query((row, _) -> new Row(row.getString("subject"), row.getLong("n")))
                .list();
    }

    private static long count(JdbcClient jdbc, String table) {
        return jdbc.sql("select count(*) from " + table).query(Long.class).single();
    }

    private static JdbcClient open(Path database) {
        return JdbcClient.create(
                new DriverManagerDataSource("jdbc:sqlite:" + database + "?busy_timeout=5000"));
    }
}
