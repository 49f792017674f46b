package dev.unroll.comparison;

/**
 * One number that a run comes to.
 *
 * @param task  name of the dataset; empty for all tasks together
 * @param model name of the model; empty if it is about all of them
 * @param other the model or baseline that it is compared with; empty if none
 * @param seed  the seed that it is about; {@code null} if it is about all
 * @param name  what it is: {@code p after correction}; {@code docs/statistics.md} lists them
 * @param value the number; {@code null} if it is not defined, as where nothing spreads
 * @param lower end of its 95 % interval; {@code null} if it has none
 * @param upper the other end
 * @param n     how many numbers it is made from: seeds, items, tasks
 */
public record Statistic(String task, String model, String other, Long seed, String name, Double value, Double lower,
        Double upper, int n) {

    /** What is no finite number becomes {@code null}. */
    public Statistic {
        value = finite(value);
        lower = finite(lower);
        upper = finite(upper);
    }

    private static Double finite(Double number) {
        return number == null || !Double.isFinite(number) ? null : number;
    }
}
