package dev.unroll.gradient;

import dev.unroll.model.Recurrence;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import java.util.ArrayList;
import java.util.List;

/**
 * What a gradient passes through on its way back in each recurrent layer: {@link JacobianProducts} by lag, how much of it
 * comes on the direct path from cell to cell, {@link CarriedGradient}, and how each step changes its length, {@link
 * VanishingRatio}. Formulas and papers are told there. Over the first {@value #SEQUENCES} sequences of the probe.
 */
final class JacobianMeasure implements Measure {

    private static final int SEQUENCES = 4;
    private static final List<String> LAYER = List.of("layer");

    @Override
    public String name() {
        return "jacobians";
    }

    @Override
    public String description() {
        return "singular values of the product of state Jacobians by steps back, the part of it that goes straight from cell"
                + " to cell, and how each step changes a gradient's length";
    }

    @Override
    public List<MeasureTable> of(Subject subject) {
        Randomness randomness = Randomness.of(subject.seed(), Purpose.PROBE).derive(name());
        return ProbedRecurrences.tables(subject, name(), SEQUENCES, layer -> tables(subject, layer, randomness));
    }

    private static List<MeasureTable> tables(Subject subject, Recurrence recurrence, Randomness randomness) {
        JacobianProducts products = JacobianProducts.of(recurrence, subject.engine().workers());
        VanishingRatio ratio = VanishingRatio.of(recurrence, randomness.derive(recurrence.map().name()));
        List<MeasureTable> tables = new ArrayList<>();
        tables.add(summary(products, ratio));
        tables.add(products(products));
        if (recurrence.map().carriedSize() > 0) {
            tables.add(directPath(CarriedGradient.of(recurrence)));
        }
        tables.add(ratio(ratio));
        return tables;
    }

    private static MeasureTable summary(JacobianProducts products, VanishingRatio ratio) {
        int farthest = products.lags().length - 1;
        return MeasureTable.of("jacobians-summary", "What becomes of a gradient with respect to a state on its way back over"
                + " the longest lag: log₁₀ of the factor in the best direction, in the quadratic mean over directions and in"
                + " the worst; and Ω of Pascanu et al., 0 where steps keep a gradient's length.", "layer", "lag",
                "log10-greatest", "log10-mean", "log10-least", "omega").printed()
                .row(products.layer(), products.lags()[farthest], products.greatest()[farthest],
                        products.frobenius()[farthest], products.least()[farthest], ratio.omega());
    }

    private static MeasureTable products(JacobianProducts products) {
        MeasureTable table = MeasureTable.of("jacobians", "Product of the state Jacobians of a layer by the steps it spans:"
                + " mean log₁₀ of its greatest, median and least singular value, of its Frobenius norm over the root of the"
                + " state's size, and of its condition number, over so many sequences.", "layer", "lag", "log10-greatest",
                "log10-median", "log10-least", "log10-mean", "log10-condition", "sequences").drawn(
                        new MeasureTable.Figure("lag", "log10-mean", "log10-median", "log10-greatest", LAYER, false,
                                "median to greatest singular value"));
        for (int k = 0; k < products.lags().length; k++) {
            table.row(products.layer(), products.lags()[k], products.greatest()[k], products.median()[k],
                    products.least()[k], products.frobenius()[k], products.condition()[k], products.sequences()[k]);
        }
        return table;
    }

    private static MeasureTable directPath(CarriedGradient split) {
        MeasureTable table = MeasureTable.of("direct-path", "Gradient from cells to the cells so many steps before: mean over"
                + " the units of Σ ln f, and log₁₀ of the quadratic mean of what comes straight from cell to cell, of what"
                + " comes through weights, and of both.", "layer", "lag", "sum-log-forget", "log10-direct",
                "log10-through-weights", "log10-whole", "sequences").drawn(
                        new MeasureTable.Figure("lag", "log10-direct", LAYER, false));
        for (int k = 0; k < split.lags().length; k++) {
            table.row(split.layer(), split.lags()[k], split.logForget()[k], split.direct()[k], split.rest()[k],
                    split.whole()[k], split.sequences()[k]);
        }
        return table;
    }

    private static MeasureTable ratio(VanishingRatio ratio) {
        MeasureTable table = MeasureTable.of("vanishing-ratio", "How the step so many steps back changes the length of a"
                + " gradient that began at the last hidden state in a random direction, and log₁₀ of what is left of its"
                + " length.", "layer", "lag", "ratio", "log10-length").drawn(
                        new MeasureTable.Figure("lag", "ratio", LAYER, false));
        for (int k = 0; k < ratio.lags().length; k++) {
            table.row(ratio.layer(), ratio.lags()[k], ratio.ratio()[k], ratio.logNorm()[k]);
        }
        return table;
    }
}
