package dev.unroll.datasets.series;

import static com.fasterxml.jackson.annotation.JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.Check;
import java.util.List;

/**
 * Parameters of {@link ChicagoTemperatureFactory}.
 *
 * @param inputs             columns that a model sees, such as {@code [temp, dew, pressure]}; default {@code temp}
 *                           alone
 * @param window             steps of input; default 30 days
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
public record ChicagoTemperatureSpec(
        @JsonFormat(with = ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> inputs,
        Integer window, Integer horizon, Integer stride, Double trainFraction, Double validationFraction,
        String scaling, Boolean differences) implements DatasetSpec {

    private static final List<String> TARGETS = List.of("temp");
    private static final List<Season> SEASONS = List.of(new Season("same day one year ago", 365));

    public ChicagoTemperatureSpec {
        inputs = ForecastPlan.columns("inputs", Check.orElse(inputs, TARGETS));
        window = Check.orElse(window, 30);
        horizon = Check.orElse(horizon, 1);
        stride = Check.orElse(stride, 1);
        trainFraction = Check.orElse(trainFraction, 0.7);
        validationFraction = Check.orElse(validationFraction, 0.1);
        scaling = Check.orElse(scaling, "standard");
        differences = Check.orElse(differences, false);
        plan(inputs, window, horizon, stride, trainFraction, validationFraction, scaling, differences);
    }

    ForecastPlan plan() {
        return plan(inputs, window, horizon, stride, trainFraction, validationFraction, scaling, differences);
    }

    private static ForecastPlan plan(List<String> inputs, int window, int horizon, int stride, double trainFraction,
            double validationFraction, String scaling, boolean differences) {
        return new ForecastPlan(inputs, TARGETS, window, horizon, stride, trainFraction, validationFraction,
                scaling, differences, SEASONS, "°F");
    }
}
