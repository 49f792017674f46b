package dev.unroll.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class NumbersTest {

    @Test
    void threeSignificantDigitsAreEnough() {
        assertThat(Numbers.significant(0.16666)).isEqualTo("0.167");
        assertThat(Numbers.significant(0.0021)).isEqualTo("0.00210");
        assertThat(Numbers.significant(0.00021)).isEqualTo("2.10e-4");
        assertThat(Numbers.significant(-12.34)).isEqualTo("−12.3");
        assertThat(Numbers.significant(38123)).isEqualTo("38\u202f100");
        assertThat(Numbers.significant(0)).isEqualTo("0");
        assertThat(Numbers.significant(Double.NaN)).isEqualTo("–");
        assertThat(Numbers.significant(Double.POSITIVE_INFINITY)).isEqualTo("∞");
    }

    @Test
    void meanHasTheDecimalsOfItsUncertainty() {
        assertThat(Numbers.plusMinus(0.16701, 0.00123)).isEqualTo("0.1670 ± 0.0012");
        assertThat(Numbers.plusMinus(812.4, 33.7)).isEqualTo("812 ± 34");
        assertThat(Numbers.plusMinus(812.4, 337)).isEqualTo("812 ± 340");
        assertThat(Numbers.plusMinus(0.00021, 0.000031)).isEqualTo("(2.10 ± 0.31)e-4");
        assertThat(Numbers.plusMinus(1, 0)).isEqualTo("1.00 ± 0");
        assertThat(Numbers.plusMinus(0, 0.5)).isEqualTo("0.00 ± 0.50");
    }

    @Test
    void localeOfTheMachineChangesNothing() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(Numbers.significant(1234.5, 5)).isEqualTo("1234.5");
            assertThat(Numbers.compact(12_345)).isEqualTo("12.3k");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void countsDurationsAndSettingsReadAsAPersonWouldWriteThem() {
        assertThat(Numbers.count(1_234_567)).isEqualTo("1\u202f234\u202f567");
        assertThat(Numbers.compact(999)).isEqualTo("999");
        assertThat(Numbers.compact(1_050_000)).isEqualTo("1.05M");
        assertThat(Numbers.compact(999_999)).isEqualTo("1M");
        assertThat(Numbers.duration(0.45)).isEqualTo("0.45 s");
        assertThat(Numbers.duration(185)).isEqualTo("3 min 05 s");
        assertThat(Numbers.duration(7620)).isEqualTo("2 h 07 min");
        assertThat(Numbers.setting(new BigDecimal("3.0E-4"))).isEqualTo("3e-4");
        assertThat(Numbers.setting(new BigDecimal("0.0010"))).isEqualTo("0.001");
        assertThat(Numbers.setting(new BigDecimal("4000"))).isEqualTo("4000");
    }
}
