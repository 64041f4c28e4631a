package de.aktienanalyse.analyse.indicators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.aktienanalyse.analyse.indicators.Indicators.Averages;
import de.aktienanalyse.analyse.indicators.Indicators.Reading;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class IndicatorsTests {

    private static List<String[]> taLib() throws IOException {
        try (var reader =
                new BufferedReader(
                        new InputStreamReader(
                                Objects.requireNonNull(
                                        IndicatorsTests.class.getResourceAsStream(
                                                "/figures/ta-lib-ibm.csv")),
                                StandardCharsets.UTF_8))) {
            return reader.lines().skip(1).map(line -> line.split(",", -1)).toList();
        }
    }

    private static void sameAsTaLib(ToDoubleFunction<Reading> figure, int column)
            throws IOException {
        Indicators indicators = new Indicators();
        for (String[] row : taLib()) {
            indicators.add(new BigDecimal(row[1]));
            if (!row[column].isEmpty()) {
                assertThat(figure.applyAsDouble(indicators.reading()))
                        .as(row[0])
                        .isCloseTo(Double.parseDouble(row[column]), within(1e-8));
            }
        }
    }

    @Test
    void rsiEqualsTaLibAtEveryBar() throws IOException {
        sameAsTaLib(Reading::rsi14, 2);
    }

    @Test
    void macdEqualsTaLibAtEveryBar() throws IOException {
        sameAsTaLib(Reading::macdLine, 3);
        sameAsTaLib(Reading::macdSignal, 4);
        sameAsTaLib(Reading::macdHistogram, 5);
    }

    @Test
    void movingAveragesEqualTaLibAtEveryBar() throws IOException {
        sameAsTaLib(Reading::sma20, 6);
        sameAsTaLib(Reading::sma50, 7);
        sameAsTaLib(Reading::sma200, 8);
    }

    @Test
    void emaEqualsTaLibAtEveryBar() throws IOException {
        Ema ema = new Ema(12);
        for (String[] row : taLib()) {
            ema.add(Double.parseDouble(row[1]));
            assertThat(ema.value())
                    .as(row[0])
                    .isCloseTo(
                            row[9].isEmpty() ? Double.NaN : Double.parseDouble(row[9]),
                            within(1e-8));
        }
    }

    @Test
    void aFigureKeepsTenDigitsOfAPriceInTheThousands() {
        assertThat(Indicators.figure(4321.123456789012)).isEqualByComparingTo("4321.12345678901");
        assertThat(Indicators.figure(1e5)).isEqualTo(new BigDecimal("100000"));
        assertThat(Indicators.figure(Double.NaN)).isNull();
    }

    @Test
    void eachFigureAppearsAtItsFirstBarAndNotBefore() {
        Indicators indicators = new Indicators();
        for (int index = 0; index < 200; index++) {
            indicators.add(BigDecimal.valueOf(100 + index % 7));
            Reading reading = indicators.reading();
            assertThat(Double.isNaN(reading.rsi14())).isEqualTo(index < 14);
            assertThat(Double.isNaN(reading.sma20())).isEqualTo(index < 19);
            assertThat(Double.isNaN(reading.volatility())).isEqualTo(index < 20);
            assertThat(Double.isNaN(reading.macdLine())).isEqualTo(index < 25);
            assertThat(Double.isNaN(reading.macdSignal())).isEqualTo(index < 33);
            assertThat(Double.isNaN(reading.sma200())).isEqualTo(index < 199);
        }
    }

    private static Reading after(DoubleStream closes) {
        Indicators indicators = new Indicators();
        closes.forEach(close -> indicators.add(BigDecimal.valueOf(close)));
        return indicators.reading();
    }

    @Test
    void rsiIsHundredWithoutALossAndZeroWithoutAGain() {
        assertThat(after(DoubleStream.iterate(100, close -> close + 1).limit(30)).rsi14())
                .isEqualTo(100);
        assertThat(after(DoubleStream.iterate(100, close -> close - 1).limit(30)).rsi14()).isZero();
    }

    @Test
    void rsiIsFiftyAndSaysSoWhenThePriceStandsStill() {
        Reading still = after(DoubleStream.generate(() -> 100).limit(300));

        assertThat(still.rsi14()).isEqualTo(50);
        assertThat(still.rsiFlat()).isTrue();
        assertThat(still.volatility()).isZero();
        assertThat(still.macdHistogram()).isZero();
        assertThat(still.averages()).isEqualTo(Averages.UNKNOWN);
    }

    @Test
    void volatilityIsTheSampleDeviationOfTwentyReturnsMadeAnnual() {
        // Returns of +1 % and −1 % in turn: mean 0, squares 20 · 0.0001, divisor 19.
        double up = 1.01;
        double down = 0.99;
        double[] close = {100};
        DoubleStream closes =
                DoubleStream.concat(
                        DoubleStream.of(100),
                        DoubleStream.iterate(0, i -> i + 1)
                                .limit(20)
                                .map(i -> close[0] *= i % 2 == 0 ? up : down));

        assertThat(after(closes).volatility())
                .isCloseTo(Math.sqrt(20 * 0.0001 / 19) * Math.sqrt(252), within(1e-12));
    }

    @Test
    void aCrossIsGoldenForFiveBarsAndNeverOnTheFirstBar() {
        MovingAverageCross cross = new MovingAverageCross();
        cross.add(2, 1);
        assertThat(cross.crossedWithin(5)).isFalse();
        cross.add(0.5, 1);
        assertThat(cross.crossedWithin(5)).isTrue();
        assertThat(cross.side()).isEqualTo(-1);
        cross.add(1, 1);
        cross.add(1, 1);
        assertThat(cross.side()).isEqualTo(-1);
        cross.add(1.5, 1);
        assertThat(cross.side()).isEqualTo(1);
        for (int bar = 0; bar < 4; bar++) {
            assertThat(cross.crossedWithin(5)).isTrue();
            cross.add(1.5, 1);
        }
        cross.add(1.5, 1);
        assertThat(cross.crossedWithin(5)).isFalse();
    }

    @Test
    void touchingTheSlowAverageIsNoCross() {
        MovingAverageCross cross = new MovingAverageCross();
        cross.add(2, 1);
        cross.add(1, 1);
        cross.add(2, 1);
        assertThat(cross.crossedWithin(5)).isFalse();
    }

    /// Figures of a third party's charts. Their fast EMA begins at index 11, TA-Lib's at 25: MACD
    /// agrees from 91 on.
    @Test
    void agreesWithTheChartToolsTableOfTheOracles() throws IOException {
        Optional<Path> oracles =
                Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                        .map(folder -> folder.resolve("shared/oracles/series.json"))
                        .filter(Files::exists)
                        .findFirst();
        assumeTrue(
                oracles.isPresent(),
                "SKIPPED: there is no shared/oracles/series.json beside the project");
        for (JsonNode oracle : JsonMapper.shared().readTree(Files.readString(oracles.get()))) {
            if (oracle.path("name")
                    .asString()
                    .equals("lean-external-indicators-sma-ema-macd-rsi")) {
                compare(oracle.path("inputs").path("closes"), oracle.path("expected"));
                return;
            }
        }
        throw new AssertionError("series.json has lost the table");
    }

    private static void compare(JsonNode closes, JsonNode expected) {
        Indicators indicators = new Indicators();
        Sma sma14 = new Sma(14);
        Ema ema14 = new Ema(14);
        for (int i = 0; i < closes.size(); i++) {
            double close = closes.get(i).asDouble();
            indicators.add(BigDecimal.valueOf(close));
            sma14.add(close);
            ema14.add(close);
            agrees(sma14.value(), expected.path("sma14").get(i), 0.009, i);
            agrees(ema14.value(), expected.path("ema14").get(i), 0.009, i);
            agrees(indicators.reading().rsi14(), expected.path("rsi14_wilder").get(i), 1e-5, i);
            if (i >= 91) {
                agrees(
                        indicators.reading().macdLine(),
                        expected.path("macd_12_26").get(i),
                        3e-4,
                        i);
            }
        }
    }

    private static void agrees(double figure, JsonNode expected, double tolerance, int index) {
        if (!expected.isNull()) {
            assertThat(figure)
                    .as("index %d", index)
                    .isCloseTo(expected.asDouble(), within(tolerance));
        }
    }
}
