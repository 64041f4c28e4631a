package de.aktienanalyse.auswertung.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import de.aktienanalyse.auswertung.performance.MoneyWeightedReturn.Flow;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The formulas against figures that others published. An example whose convention we do not follow
/// stays in and is skipped by name, with the reason.
class PublishedFiguresTests {

    private static final Map<String, String> OTHER_CONVENTION =
            Map.of(
                    "ta4j-var95-six-bars",
                    "ta4j takes the worst return and gives a growth factor; we interpolate and give a loss",
                    "ta4j-max-drawdown-length",
                    "ta4j counts bars from peak to trough; we give dates",
                    "pp-longest-recovery",
                    "PP counts from the trough; the longest recovery here runs from the peak",
                    "ttwror-weekly-aggregation-german-weeks",
                    "weekly aggregation is not offered");

    private static void skipOtherConventions(Oracle oracle) {
        String reason = OTHER_CONVENTION.get(oracle.name());
        Assumptions.assumeTrue(reason == null, () -> oracle.name() + ": " + reason);
    }

    static Stream<Oracle> moneyWeighted() {
        return Oracle.of("money-weighted-return");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("moneyWeighted")
    void moneyWeightedReturn(Oracle oracle) {
        List<Flow> flows =
                oracle.input("flows")
                        .valueStream()
                        .map(flow ->
                                new Flow(
                                        LocalDate.parse(flow.get("date").asString()),
                                        new BigDecimal(flow.get("amount").asString())))
                        .toList();

        assertThat(MoneyWeightedReturn.of(flows))
                .isCloseTo(oracle.expected("irr"), within(oracle.tolerance()));
    }

    static Stream<Oracle> timeWeighted() {
        return Oracle.of("time-weighted-return");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("timeWeighted")
    void timeWeightedReturn(Oracle oracle) {
        skipOtherConventions(oracle);
        double[] deltas = oracle.allExpected("delta");
        double[] accumulated = oracle.allExpected("accumulated");
        BigDecimal before = BigDecimal.ZERO;
        double growth = 1;
        int day = 0;
        for (var booking : oracle.input("cash_account")) {
            BigDecimal flow = new BigDecimal(booking.get("external_flow").asString());
            BigDecimal after =
                    before.add(flow)
                            .add(new BigDecimal(booking.get("interest").asString()))
                            .subtract(new BigDecimal(booking.get("fees").asString()));
            double factor =
                    TimeWeightedReturn.factor(
                            before,
                            flow.max(BigDecimal.ZERO),
                            flow.min(BigDecimal.ZERO).negate(),
                            after);
            growth = TimeWeightedReturn.chain(growth, factor);
            before = after;

            assertThat(factor - 1).isCloseTo(deltas[day], within(oracle.tolerance()));
            assertThat(growth - 1).isCloseTo(accumulated[day], within(oracle.tolerance()));
            day++;
        }
    }

    static Stream<Oracle> annual() {
        return Stream.concat(Oracle.of("annual_return"), Oracle.of("annualisation"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("annual")
    void annualisedReturn(Oracle oracle) {
        double annualised =
                oracle.expects("annualised")
                        ? AnnualisedReturn.ofDays(
                                oracle.input("total_return").asDouble(),
                                oracle.input("days").asInt())
                        : annualByRows(oracle);
        double expected =
                oracle.expected(oracle.expects("annualised") ? "annualised" : "annual_return");

        assertThat(annualised).isCloseTo(expected, within(oracle.tolerance()));
    }

    /// empyrical's year is a number of rows, empty ones included; the formula is the same.
    private static double annualByRows(Oracle oracle) {
        double[] growth = Oracle.growth(oracle.returns());
        double years = oracle.input("returns").size() / (double) oracle.periods();
        return AnnualisedReturn.ofYears(growth[growth.length - 1] - 1, years);
    }

    static Stream<Oracle> annualVolatility() {
        return Stream.concat(Oracle.of("annual_volatility"), Oracle.of("risk-statistics"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("annualVolatility")
    void volatilityPerYear(Oracle oracle) {
        boolean lean = oracle.expects("annual_standard_deviation");
        int periods = lean ? oracle.input("trading_days_per_year").asInt() : oracle.periods();
        double expected = oracle.expected(lean ? "annual_standard_deviation" : "annual_volatility");

        assertThat(Volatility.annualised(oracle.returns(), periods))
                .isCloseTo(expected, within(oracle.tolerance()));
    }

    static Stream<Oracle> periodVolatility() {
        return Oracle.of("volatility");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("periodVolatility")
    void volatilityOfThePeriod(Oracle oracle) {
        double[] returns = oracle.numbers("simple_returns");
        if (returns.length == 0) {
            // PP leaves out the days before the first worth, and the weekend without a movement.
            returns = tradingDays(oracle);
        }

        assertThat(Volatility.ofPeriod(returns))
                .isCloseTo(oracle.expected("standard_deviation"), within(oracle.tolerance()));
    }

    private static double[] tradingDays(Oracle oracle) {
        double[] totals = oracle.numbers("totals");
        double[] deltas = oracle.numbers("delta");
        List<LocalDate> days = oracle.days(deltas.length);
        return IntStream.range(1, deltas.length)
                .filter(i -> totals[i - 1] > 0)
                .filter(i -> days.get(i).getDayOfWeek().getValue() < 6)
                .mapToDouble(i -> deltas[i])
                .toArray();
    }

    static Stream<Oracle> realPrices() {
        return Oracle.of("volatility-of-prices");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("realPrices")
    void volatilityOfRealPrices(Oracle oracle) {
        String first = oracle.input("interval").get(0).asString();
        Set<String> holidays =
                oracle.input("excluded_holidays")
                        .valueStream()
                        .map(day -> day.asString())
                        .collect(Collectors.toSet());
        var closes = oracle.input("closes");
        double[] returns =
                IntStream.range(1, closes.size())
                        .filter(i -> closes.get(i).get("date").asString().compareTo(first) > 0)
                        .filter(i -> !holidays.contains(closes.get(i).get("date").asString()))
                        .mapToDouble(i ->
                                closes.get(i).get("close").asDouble()
                                                / closes.get(i - 1).get("close").asDouble()
                                        - 1)
                        .toArray();

        assertThat(returns).hasSize((int) oracle.expected("returns_used"));
        assertThat(Volatility.ofPeriod(returns))
                .isCloseTo(oracle.expected("standard_deviation"), within(oracle.tolerance()));
    }

    static Stream<Oracle> sharpe() {
        return Oracle.of("sharpe");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sharpe")
    void sharpeRatio(Oracle oracle) {
        double[] excess = oracle.returns();
        double[] riskFree = oracle.numbers("risk_free_series");
        int left = riskFree.length - excess.length;
        for (int i = 0; i < excess.length && riskFree.length > 0; i++) {
            excess[i] -= riskFree[i + left];
        }

        assertThat(SharpeRatio.of(excess, oracle.periods()))
                .isCloseTo(oracle.expected("sharpe"), within(oracle.tolerance()));
    }

    static Stream<Oracle> sortino() {
        return Oracle.of("sortino");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sortino")
    void sortinoRatio(Oracle oracle) {
        double[] returns =
                oracle.input("returns").isMissingNode()
                        ? oracle.returnsOfCloses()
                        : oracle.returns();
        double demanded = oracle.input("mar").asDouble(0);
        double[] excess = Arrays.stream(returns).map(value -> value - demanded).toArray();
        int periods = oracle.input("periods_per_year").isMissingNode() ? 1 : oracle.periods();

        assertThat(SortinoRatio.of(excess, periods))
                .isCloseTo(oracle.expected("sortino"), within(oracle.tolerance()));
    }

    static Stream<Oracle> calmar() {
        return Oracle.of("calmar");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calmar")
    void calmarRatio(Oracle oracle) {
        double[] growth = Oracle.growth(oracle.returns());
        Drawdown drawdown = Drawdown.of(oracle.days(growth.length), growth);

        assertThat(CalmarRatio.of(annualByRows(oracle), drawdown.depth()))
                .isCloseTo(oracle.expected("calmar"), within(oracle.tolerance()));
    }

    static Stream<Oracle> drawdowns() {
        return Stream.concat(Oracle.of("max-drawdown"), Oracle.of("max_drawdown_negative"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("drawdowns")
    void maximumDrawdown(Oracle oracle) {
        double[] worth = worth(oracle);
        double depth = Drawdown.of(oracle.days(worth.length), worth).depth();
        double expected =
                oracle.expects("max_drawdown_negative")
                        ? -oracle.expected("max_drawdown_negative")
                        : oracle.expected(
                                oracle.expects("max_drawdown") ? "max_drawdown" : "mark_to_market");

        assertThat(depth).isCloseTo(expected, within(oracle.tolerance()));
    }

    static Stream<Oracle> recoveries() {
        return Stream.concat(Oracle.of("drawdown-recovery"), Oracle.of("drawdown-duration"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("recoveries")
    void longestRecovery(Oracle oracle) {
        skipOtherConventions(oracle);
        double[] worth = worth(oracle);

        assertThat(Drawdown.of(oracle.days(worth.length), worth).longestRecoveryDays())
                .isEqualTo((long) oracle.expected("longest_recovery_days"));
    }

    static Stream<Oracle> recoveryDates() {
        return Stream.of(Oracle.named("pp-longest-recovery"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("recoveryDates")
    void troughAndRecoveryHaveTheirDates(Oracle oracle) {
        double[] worth = worth(oracle);
        Drawdown drawdown = Drawdown.of(oracle.days(worth.length), worth);

        assertThat(drawdown.trough()).isEqualTo("2015-01-04");
        assertThat(drawdown.recovery()).isEqualTo("2015-01-12");
        assertThat(drawdown.peak()).isEqualTo("2015-01-02");
    }

    private static double[] worth(Oracle oracle) {
        if (!oracle.input("returns").isMissingNode()) {
            return Oracle.growth(oracle.returns());
        }
        if (!oracle.input("accumulated_returns").isMissingNode()) {
            return Arrays.stream(oracle.numbers("accumulated_returns"))
                    .map(accumulated -> accumulated + 1)
                    .toArray();
        }
        return oracle.numbers(oracle.input("equity").isMissingNode() ? "closes" : "equity");
    }

    static Stream<Oracle> valueAtRisk() {
        return Oracle.of("value-at-risk");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("valueAtRisk")
    void valueAtRisk(Oracle oracle) {
        skipOtherConventions(oracle);
        assertThat(ValueAtRisk.of(oracle.returnsOfCloses(), oracle.input("confidence").asDouble()))
                .isCloseTo(oracle.expected("value_at_risk"), within(oracle.tolerance()));
    }

    static Stream<Oracle> tails() {
        return Oracle.of("tail_ratio");
    }

    /// The ratio of the two tails uses the same percentile as the value at risk.
    @ParameterizedTest(name = "{0}")
    @MethodSource("tails")
    void percentileOfTheTails(Oracle oracle) {
        double up = ValueAtRisk.percentile(oracle.returns(), 0.95);
        double down = ValueAtRisk.percentile(oracle.returns(), 0.05);

        assertThat(up / -down).isCloseTo(oracle.expected("tail_ratio"), within(oracle.tolerance()));
        assertThat(up / -down).isCloseTo(0.955696, within(1e-6));
    }
}
