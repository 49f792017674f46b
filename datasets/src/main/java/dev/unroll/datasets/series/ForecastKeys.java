package dev.unroll.datasets.series;

import static com.fasterxml.jackson.annotation.JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.unroll.datasets.Check;
import dev.unroll.datasets.Scaling;
import java.util.List;

/**
 * How examples are cut from series: the keys that every forecasting dataset takes.
 *
 * @param window             steps of input
 * @param horizon            steps to forecast; default 1, the next
 * @param stride             steps from one example to the next; default 1
 * @param trainFraction      share of the rows, in order of time, to train on; default 0.7
 * @param validationFraction share of the rows after those to validate on, the rest being the test part; 0 makes the
 *                           test part the validation part too; default 0.1
 * @param origins            k: the test part is cut into k equal blocks for a backtest with a rolling origin (Tashman
 *                           2000), and one of them is tested; default 1
 * @param origin             which block is the test part, 1 to k; validation and training rows are those before it, so
 *                           later origins train on more; default k
 * @param dataFraction       share of the training rows that is kept, the most recent, for curves of sample efficiency;
 *                           default 1
 * @param scaling            {@code standard}, {@code min-max}, {@code robust} or {@code none}, fitted on the training
 *                           rows; default {@code standard}
 * @param differences        whether a model sees the changes from one row to the next and is asked for the change from
 *                           the last known value, rather than for levels; suits a series that leaves the range of its
 *                           training rows
 * @param future             columns that are known in advance, such as holidays or tomorrow's price: at each step of
 *                           the window a model sees their value {@code horizon} rows later too; default none
 */
public record ForecastKeys(Integer window, Integer horizon, Integer stride, Double trainFraction,
        Double validationFraction, Integer origins, Integer origin, Double dataFraction, String scaling,
        Boolean differences, @JsonFormat(with = ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> future) {

    /** None given. */
    static final ForecastKeys NONE =
            new ForecastKeys(null, null, null, null, null, null, null, null, null, null, null);

    /** Keys that are given are checked; the rest may be {@code null} until {@link #complete}. */
    public ForecastKeys {
        if (window != null) {
            Check.atLeast(1, "window", window);
        }
        if (horizon != null) {
            Check.atLeast(1, "horizon", horizon);
        }
        if (stride != null) {
            Check.atLeast(1, "stride", stride);
        }
        if (origins != null) {
            Check.between(1, 1_000, "origins", origins);
        }
        if (origin != null) {
            if (origins == null) {
                throw new IllegalArgumentException("origins must be given with origin; got none; write origins: 4 and "
                        + "origin: 1 to 4");
            }
            Check.between(1, origins, "origin", origin);
        }
        if (dataFraction != null) {
            Check.share("dataFraction", dataFraction);
        }
        if (scaling != null) {
            Check.oneOf("scaling", scaling, Scaling.kinds());
        }
    }

    /**
     * The keys with defaults for what was not given.
     *
     * @param keys {@code null} if none was given
     */
    static ForecastKeys complete(ForecastKeys keys, int window, boolean differences) {
        ForecastKeys given = keys == null ? NONE : keys;
        ForecastKeys all = new ForecastKeys(Check.orElse(given.window, window), Check.orElse(given.horizon, 1),
                Check.orElse(given.stride, 1), Check.orElse(given.trainFraction, 0.7),
                Check.orElse(given.validationFraction, 0.1), Check.orElse(given.origins, 1),
                Check.orElse(given.origin, Check.orElse(given.origins, 1)), Check.orElse(given.dataFraction, 1.0),
                Check.orElse(given.scaling, "standard"), Check.orElse(given.differences, differences),
                Check.orElse(given.future, List.of()));
        Check.fractions(all.trainFraction, all.validationFraction);
        if (!all.future.isEmpty()) {
            ForecastPlan.columns("future", all.future);
            if (all.window < all.horizon) {
                throw new IllegalArgumentException("window must be at least the horizon where future columns are "
                        + "given, so that every one of their rows is seen; got " + all.window + " and " + all.horizon
                        + "; widen the window");
            }
        }
        return all;
    }
}
