package dev.unroll.datasets.series;

import static com.fasterxml.jackson.annotation.JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.Check;
import java.util.List;

/**
 * Parameters of {@link CsvFactory}.
 *
 * @param path      the file, relative to the directory the program is started in; {@code .gz} is unpacked
 * @param targets   columns to forecast; must be given
 * @param inputs    columns that a model sees; default the targets
 * @param series    the column that names the series of each row, for several series one below the other (long form);
 *                  default none: all rows are one series, its columns side by side (wide form)
 * @param date      the column of times, as in ISO 8601; their spacing is checked; default none: rows are evenly spaced
 * @param frequency {@code infer}, {@code none} to leave spacing unchecked, {@code business-day}, or a step such as
 *                  {@code P1D}, {@code PT30M} or {@code P1M}; default infer
 * @param missing   {@code refuse}, {@code drop}, {@code forward-fill}, {@code interpolate} or {@code mean}: what is
 *                  done about empty cells and, with a date, rows that are left out; default refuse
 * @param season    rows after which the series tends to repeat, such as 24 for hourly and 7 for daily values; adds the
 *                  naive forecast by it; default none
 * @param unit      unit of the targets, for reports; default none
 * @param keys      shared by all forecasts; window default 32, differences default {@code false}
 */
public record CsvSpec(String path,
        @JsonFormat(with = ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> targets,
        @JsonFormat(with = ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> inputs,
        String series, String date, String frequency, String missing, Integer season, String unit,
        @JsonUnwrapped ForecastKeys keys) implements DatasetSpec {

    public CsvSpec {
        if (path == null || path.isBlank()) {
            throw new IllegalArgumentException("path must name a CSV file; got none");
        }
        targets = ForecastPlan.columns("targets", Check.orElse(targets, List.of()));
        inputs = ForecastPlan.columns("inputs", Check.orElse(inputs, targets));
        frequency = Check.orElse(frequency, "infer");
        if (!List.of("infer", "none").contains(frequency)) {
            TimeStep.of(frequency);
        }
        missing = Check.orElse(missing, Missing.REFUSE.word());
        Check.oneOf("missing", missing, Missing.words());
        unit = Check.orElse(unit, "");
        keys = ForecastKeys.complete(keys, 32, false);
        plan(targets, inputs, season, unit, missing, keys);
    }

    ForecastPlan plan() {
        return plan(targets, inputs, season, unit, missing, keys);
    }

    SeriesReader.Layout layout() {
        return new SeriesReader.Layout(series, date, frequency);
    }

    private static ForecastPlan plan(List<String> targets, List<String> inputs, Integer season, String unit,
            String missing, ForecastKeys keys) {
        List<Season> seasons = season == null
                ? List.of() : List.of(new Season("one season ago (" + season + " rows)", season));
        return new ForecastPlan(inputs, targets, keys, seasons, unit, Missing.of(missing));
    }
}
