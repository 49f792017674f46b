package dev.unroll.datasets.series;

/**
 * How the values of one column become what a model sees: {@code scaled = (original - offset) / scale}. Fitted on the
 * first rows alone, so that nothing of the future reaches a model; later values may fall outside the range of the
 * first.
 *
 * @param scale  not 0
 * @param offset in the unit of the column
 */
record Scaling(double scale, double offset) {

    /**
     * The scaling of a kind: {@code standard} to mean 0 and (population) standard deviation 1, {@code min-max} to [0,
     * 1], {@code none}. A column that is constant over the rows is only shifted.
     *
     * @param values read up to {@code rows}
     */
    static Scaling fit(String kind, double[] values, int rows) {
        return switch (kind) {
            case "standard" -> standard(values, rows);
            case "min-max" -> minMax(values, rows);
            default -> new Scaling(1, 0);
        };
    }

    private static Scaling standard(double[] values, int rows) {
        double sum = 0;
        for (int i = 0; i < rows; i++) {
            sum += values[i];
        }
        double mean = sum / rows;
        double squares = 0;
        for (int i = 0; i < rows; i++) {
            squares += (values[i] - mean) * (values[i] - mean);
        }
        return of(Math.sqrt(squares / rows), mean);
    }

    private static Scaling minMax(double[] values, int rows) {
        double least = values[0];
        double greatest = values[0];
        for (int i = 1; i < rows; i++) {
            least = Math.min(least, values[i]);
            greatest = Math.max(greatest, values[i]);
        }
        return of(greatest - least, least);
    }

    private static Scaling of(double spread, double offset) {
        return new Scaling(spread > 0 ? spread : 1, offset);
    }

    float scaled(double original) {
        return (float) ((original - offset) / scale);
    }
}
