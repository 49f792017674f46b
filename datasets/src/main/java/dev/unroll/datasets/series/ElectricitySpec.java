package dev.unroll.datasets.series;

import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.Check;
import java.util.List;

/**
 * Parameters of {@link ElectricityFactory}.
 *
 * @param window             steps of input; default 48, a day
 * @param horizon            steps to forecast; default 1, the next
 * @param stride             steps from one example to the next; default 1
 * @param trainFraction      share of the rows, in order of time, to train on; default 0.7
 * @param validationFraction share of the rows after those to validate on, the rest being the test part; 0 makes the
 *                           test part the validation part too; default 0.1
 * @param scaling            {@code standard}, {@code min-max} or {@code none}, fitted on the training rows; default
 *                           {@code standard}
 * @param differences        whether a model sees the changes from one row to the next and is asked for the change from
 *                           the last known value, rather than for levels; suits a series that leaves the range of its
 *                           training rows; default {@code false}
 */
public record ElectricitySpec(Integer window, Integer horizon, Integer stride,
        Double trainFraction, Double validationFraction, String scaling, Boolean differences) implements DatasetSpec {

    private static final List<String> COLUMNS = List.of("demand_mw");
    private static final List<Season> SEASONS = List.of(
            new Season("same time one day ago", 48), new Season("same time one week ago", 336));

    public ElectricitySpec {
        window = Check.orElse(window, 48);
        horizon = Check.orElse(horizon, 1);
        stride = Check.orElse(stride, 1);
        trainFraction = Check.orElse(trainFraction, 0.7);
        validationFraction = Check.orElse(validationFraction, 0.1);
        scaling = Check.orElse(scaling, "standard");
        differences = Check.orElse(differences, false);
        plan(window, horizon, stride, trainFraction, validationFraction, scaling, differences);
    }

    ForecastPlan plan() {
        return plan(window, horizon, stride, trainFraction, validationFraction, scaling, differences);
    }

    private static ForecastPlan plan(int window, int horizon, int stride, double trainFraction,
            double validationFraction, String scaling, boolean differences) {
        return new ForecastPlan(COLUMNS, COLUMNS, window, horizon, stride, trainFraction, validationFraction,
                scaling, differences, SEASONS, "MW");
    }
}
