package de.aktienanalyse.analyse.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.analyse.feeds.MarketFeed.Batch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFolderFeedTests {
    private static final String HEADER = "Date,Open,High,Low,Close,Volume\n";

    @TempDir Path folder;
    private final List<String> refused = new ArrayList<>();
    private CsvFolderFeed feed;

    @BeforeEach
    void aFeed() {
        feed =
                new CsvFolderFeed(
                        folder,
                        Instruments.shipped(),
                        Duration.ZERO,
                        Clock.systemUTC(),
                        refused::add);
    }

    private void write(String file, String content) throws IOException {
        Files.writeString(folder.resolve(file), content);
    }

    private void append(String file, String content) throws IOException {
        Files.writeString(folder.resolve(file), content, StandardOpenOption.APPEND);
    }

    private static List<String> days(List<Bar> bars) {
        return bars.stream().map(bar -> bar.symbol() + " " + bar.day()).toList();
    }

    private List<Bar> history() {
        return feed.history(Map.of()).bars();
    }

    @Test
    void rowsThatAreThereAreHistoryAndRowsThatComeAreLive() throws IOException {
        write("SAP.csv", HEADER + "2024-01-02,10,12,9,11,500\n2024-01-03,11,12,10,11.5,600\n");

        assertThat(days(history())).containsExactly("SAP 2024-01-02", "SAP 2024-01-03");
        assertThat(feed.next()).isEqualTo(Batch.NOTHING_NEW);

        append("SAP.csv", "2024-01-04,11,12,10,11.25,700\n");
        assertThat(feed.next().bars())
                .containsExactly(
                        Bar.daily(
                                "SAP",
                                LocalDate.of(2024, 1, 4),
                                new java.math.BigDecimal("11"),
                                new java.math.BigDecimal("12"),
                                new java.math.BigDecimal("10"),
                                new java.math.BigDecimal("11.25"),
                                new java.math.BigDecimal("700"),
                                false));
        assertThat(feed.next()).isEqualTo(Batch.NOTHING_NEW);
    }

    @Test
    void aFileThatComesLaterIsLiveAsAWhole() throws IOException {
        history();
        write("BMW.DE.csv", HEADER + "2024-01-02,10,12,9,11,500\n2024-01-03,11,12,10,11.5,600\n");

        assertThat(days(feed.next().bars()))
                .containsExactly("BMW.DE 2024-01-02", "BMW.DE 2024-01-03");
        assertThat(feed.instrument("BMW.DE")).isPresent();
    }

    @Test
    void columnsAreFoundByTheirNamesAndMissingOnesAreUnknown() throws IOException {
        write("X.csv", "\uFEFFclose,\"Date\"\r\n11.5,2024-01-02\r\n");

        Bar bar = history().getFirst();

        assertThat(bar.close()).isEqualByComparingTo("11.5");
        assertThat(bar.open()).isNull();
        assertThat(bar.volume()).isNull();
    }

    @Test
    void theAdjustedCloseAdjustsTheWholeBar() throws IOException {
        write(
                "X.csv",
                "Date,Open,High,Low,Close,Volume,Adj Close\n2024-01-02,100,120,80,100,500,50\n");

        Bar bar = history().getFirst();

        assertThat(bar.close()).isEqualByComparingTo("50");
        assertThat(bar.open()).isEqualByComparingTo("50");
        assertThat(bar.high()).isEqualByComparingTo("60");
        assertThat(bar.low()).isEqualByComparingTo("40");
        assertThat(bar.adjusted()).isTrue();
    }

    @Test
    void aBadRowIsRefusedByFileAndLineAndTheOthersLoad() throws IOException {
        write(
                "X.csv",
                HEADER
                        + "2024-01-02,10,12,9,11,500\n"
                        + "yesterday,10,12,9,11,500\n"
                        + "2024-01-03,10,12,9,eleven,500\n"
                        + "2024-01-04,10,9,12,11,500\n"
                        + "2024-01-05,10\n"
                        + "2024-01-08,10,12,9,-1,500\n"
                        + "2024-01-08,10,12,9,1e-999999,500\n"
                        + "2024-01-02,10,12,9,11,500\n"
                        + "\n"
                        + "2024-01-09,10,12,9,12,500\n");

        assertThat(days(history())).containsExactly("X 2024-01-02", "X 2024-01-09");
        assertThat(refused)
                .anyMatch(line -> line.startsWith("X.csv line 3: date 'yesterday'"))
                .anyMatch(line -> line.startsWith("X.csv line 4: close 'eleven'"))
                .anyMatch(line -> line.startsWith("X.csv line 5: high is below low"))
                .anyMatch(line -> line.startsWith("X.csv line 6: has 2 cells"))
                .anyMatch(line -> line.startsWith("X.csv line 7: close must be above 0"))
                .anyMatch(line -> line.startsWith("X.csv line 8: close must not have more"))
                .anyMatch(line -> line.startsWith("X.csv line 9: 2024-01-02 is there twice"))
                .hasSize(7);
    }

    @Test
    void aLineThatIsBeingWrittenIsAwaited() throws IOException {
        write("X.csv", HEADER + "2024-01-02,10,12,9,11,500\n");
        history();

        append("X.csv", "2024-01-03,10,12,9,1");
        assertThat(feed.next()).isEqualTo(Batch.NOTHING_NEW);

        append("X.csv", "1.75,500\n2024-01-04,10,1");
        Batch batch = feed.next();
        assertThat(days(batch.bars())).containsExactly("X 2024-01-03");
        assertThat(batch.bars().getFirst().close()).isEqualByComparingTo("11.75");
        assertThat(refused).isEmpty();
    }

    @Test
    void aLastLineWithoutAnEndCountsWhenNobodyWritesAnyMore() throws IOException {
        write("X.csv", HEADER + "2024-01-02,10,12,9,11,500\n2024-01-03,10,12,9,11.5,500");
        Files.setLastModifiedTime(
                folder.resolve("X.csv"), FileTime.from(Instant.now().minusSeconds(60)));

        assertThat(days(history())).containsExactly("X 2024-01-02", "X 2024-01-03");

        append("X.csv", "\n2024-01-04,10,12,9,bad,500\n2024-01-05,10,12,9,11,500\n");
        assertThat(days(feed.next().bars())).containsExactly("X 2024-01-05");
        assertThat(refused).containsExactly("X.csv line 4: close 'bad' is not a number");
    }

    @Test
    void aFileWrittenAnewGivesOnlyWhatIsNewer() throws IOException {
        write("X.csv", HEADER + "2024-01-02,10,12,9,11,500\n2024-01-03,10,12,9,11,500\n");
        history();

        write("X.csv", "Date,Close\n2024-01-03,11\n2024-01-04,12\n");

        assertThat(days(feed.next().bars())).containsExactly("X 2024-01-04");
        assertThat(refused).isEmpty();
    }

    @Test
    void anAppendedRowThatIsNotNewerIsRefused() throws IOException {
        write("X.csv", HEADER + "2024-01-03,10,12,9,11,500\n");
        history();

        append("X.csv", "2024-01-02,10,12,9,11,500\n");

        assertThat(feed.next()).isEqualTo(Batch.NOTHING_NEW);
        assertThat(refused)
                .containsExactly("X.csv line 3: 2024-01-02 is not newer than the bars before it");
    }

    @Test
    void aFileWithTheNewestDayOnTopIsReadAsWell() throws IOException {
        write("X.csv", "Date,Close\n2024-01-04,12\n2024-01-03,11\n2024-01-02,10\n");

        assertThat(days(history())).containsExactly("X 2024-01-02", "X 2024-01-03", "X 2024-01-04");
    }

    @Test
    void aFileWithoutAHeaderIsRefusedOnceAndTheFolderGoesOn() throws IOException {
        write("X.csv", "2024-01-02,10,12,9,11,500\n2024-01-03,10,12,9,11,500\n");
        write("not a symbol!.csv", "Date,Close\n2024-01-02,1\n");
        write("notes.txt", "nothing");
        write("Y.csv", "Date,Close\n2024-01-02,1\n");

        assertThat(days(history())).containsExactly("Y 2024-01-02");
        assertThat(refused)
                .containsExactly("X.csv line 1: the header must name the columns Date and Close");
        feed.next();
        assertThat(refused).hasSize(1);
    }

    @Test
    void manyNewBarsComeInSmallBatchesInMarketTime() throws IOException {
        history();
        StringBuilder rows = new StringBuilder("Date,Close\n");
        for (LocalDate day = LocalDate.of(2020, 1, 1);
                day.getYear() < 2021;
                day = day.plusDays(1)) {
            rows.append(day).append(",10\n");
        }
        write("A.csv", rows.toString());
        write("B.csv", rows.toString());

        List<Bar> all = new ArrayList<>();
        for (Batch batch = feed.next(); !batch.bars().isEmpty(); batch = feed.next()) {
            assertThat(batch.bars()).hasSizeLessThanOrEqualTo(200);
            all.addAll(batch.bars());
        }

        assertThat(all)
                .hasSize(2 * 366)
                .isSortedAccordingTo(java.util.Comparator.comparing(Bar::start));
    }
}
