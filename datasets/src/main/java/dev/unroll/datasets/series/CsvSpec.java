package dev.unroll.datasets.series;

import static com.fasterxml.jackson.annotation.JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.Check;
import java.util.List;

/**
 * Parameters of {@link CsvFactory}.
 *
 * @param path               the file, relative to the directory the program is started in; {@code .gz} is unpacked
 * @param targets            columns to forecast; must be given
 * @param inputs             columns that a model sees; default the targets
 * @param season             rows after which the series tends to repeat, such as 24 for hourly and 7 for daily values;
 *                           adds the naive forecast by it; default none
 * @param unit               unit of the targets, for reports; default none
 * @param window             steps of input; default 32
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
public record CsvSpec(String path,
        @JsonFormat(with = ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> targets,
        @JsonFormat(with = ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> inputs,
        Integer season, String unit, Integer window, Integer horizon, Integer stride, Double trainFraction,
        Double validationFraction, String scaling, Boolean differences) implements DatasetSpec {

    public CsvSpec {
        if (path == null || path.isBlank()) {
            throw new IllegalArgumentException("path must name a CSV file; got none");
        }
        targets = ForecastPlan.columns("targets", Check.orElse(targets, List.of()));
        inputs = ForecastPlan.columns("inputs", Check.orElse(inputs, targets));
        unit = Check.orElse(unit, "");
        window = Check.orElse(window, 32);
        horizon = Check.orElse(horizon, 1);
        stride = Check.orElse(stride, 1);
        trainFraction = Check.orElse(trainFraction, 0.7);
        validationFraction = Check.orElse(validationFraction, 0.1);
        scaling = Check.orElse(scaling, "standard");
        differences = Check.orElse(differences, false);
        plan(targets, inputs, season, unit, window, horizon, stride, trainFraction, validationFraction, scaling,
                differences);
    }

    ForecastPlan plan() {
        return plan(targets, inputs, season, unit, window, horizon, stride, trainFraction, validationFraction, scaling,
                differences);
    }

    private static ForecastPlan plan(List<String> targets, List<String> inputs, Integer season, String unit,
            int window, int horizon, int stride, double trainFraction, double validationFraction, String scaling,
            boolean differences) {
        List<Season> seasons = season == null
                ? List.of() : List.of(new Season("one season ago (" + season + " rows)", season));
        return new ForecastPlan(inputs, targets, window, horizon, stride, trainFraction, validationFraction,
                scaling, differences, seasons, unit);
    }
}
