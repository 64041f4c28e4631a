package de.aktienanalyse.benchmarks.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class VerdictTests {
    @TempDir Path dir;

    private JdbcClient sayer;
    private JdbcClient reactor;

    @BeforeEach
    void tables() {
        sayer = open("sayer.db");
        reactor = open("reactor.db");
        for (JdbcClient jdbc : new JdbcClient[] {sayer, reactor}) {
            jdbc.sql("create table crash_said (subject text, n bigint)").update();
            jdbc.sql("create table crash_effect (seq integer primary key, subject text, n bigint)")
                    .update();
            jdbc.sql("create table crash_echo (seq integer primary key, subject text, n bigint)")
                    .update();
            jdbc.sql("create table bus_dead_letter (group_name text)").update();
        }
        for (int n = 1; n <= 3; n++) {
            sayer.sql("insert into crash_said values ('S', ?)").param(n).update();
            sayer.sql("insert into crash_echo (subject, n) values ('S', ?)").param(n).update();
        }
    }

    @Test
    void onceAndInOrderIsAsPromised() {
        effects(1, 2, 3);

        assertThat(verdict().ok()).isTrue();
    }

    @Test
    void missesWhatHadNoEffect() {
        effects(1, 3);

        assertThat(verdict().missing()).isEqualTo(1);
    }

    @Test
    void seesWhatHappenedTwice() {
        effects(1, 2, 2, 3);

        assertThat(verdict().doubled()).isEqualTo(1);
    }

    @Test
    void seesWhatOvertook() {
        effects(1, 3, 2);

        assertThat(verdict().disordered()).isEqualTo(1);
    }

    @Test
    void seesWhatNobodySaid() {
        effects(1, 2, 3, 4);

        assertThat(verdict().unsaid()).isEqualTo(1);
    }

    @Test
    void aDeadLetterBreaksThePromiseToo() {
        effects(1, 2, 3);
        reactor.sql("insert into bus_dead_letter values ('g')").update();

        assertThat(verdict().ok()).isFalse();
    }

    private Verdict verdict() {
        return Verdict.of(dir.resolve("sayer.db"), dir.resolve("reactor.db"));
    }

    private void effects(int... numbers) {
        for (int n : numbers) {
            reactor.sql("insert into crash_effect (subject, n) values ('S', ?)").param(n).update();
        }
    }

    private JdbcClient open(String file) {
        return JdbcClient.create(new DriverManagerDataSource("jdbc:sqlite:" + dir.resolve(file)));
    }
}
