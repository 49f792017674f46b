package dev.unroll.report;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** A form that a report can have. */
public enum ReportFormat {

    /** {@code report.html}, in one file, with charts that move. */
    HTML,
    /** {@code report.md}, with the figures as SVG. */
    MD,
    /** {@code tables/table-NN.tex}. */
    TEX,
    /** {@code tables/table-NN.csv}. */
    CSV,
    /** {@code figures/figure-NN-K.svg}. */
    SVG,
    /** {@code report.pdf}, and {@code figures/figure-NN-K.pdf}. */
    PDF;

    /** Those that a run writes: all but PDF, which takes seconds. */
    public static Set<ReportFormat> usual() {
        return EnumSet.complementOf(EnumSet.of(PDF));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
