package dev.unroll.experiment;

import dev.unroll.experiment.SpecNode.Field;
import dev.unroll.experiment.SpecNode.Form;
import dev.unroll.experiment.SpecNode.Mapping;
import dev.unroll.experiment.SpecNode.Scalar;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The numbers between two, from which a sweep or a search takes some: {@code {from: 0.0001, to: 0.01, scale: log}}.
 *
 * <p>They are whole where both ends are; others are rounded to four digits, so that the name of a trial says its value
 * whole. Logarithms are {@link StrictMath}'s, so that they are the same on every machine.
 *
 * @param scale {@code linear} (default), or {@code log}: equal factors instead of equal distances
 * @param count how many numbers, evenly spaced with both ends, a grid takes; {@code null} if step is given, or none
 * @param step  from one number of a grid to the next; {@code null} if count is given, or none
 */
record Range(Place place, BigDecimal from, BigDecimal to, boolean whole, Scale scale, Integer count, BigDecimal step) {

    static final List<String> KEYS = List.of("from", "to", "scale", "count", "step");

    private static final MathContext DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);
    private static final int MOST = 10_000;

    enum Scale {
        LINEAR, LOG
    }

    /** Whether a node is meant as a range. */
    static boolean is(SpecNode node) {
        return node instanceof Mapping mapping && mapping.fields().containsKey("from");
    }

    /** @param key that the range is for, for messages */
    static Range of(Mapping mapping, String key) {
        RecordBinder.requireKnownKeys(mapping.fields(), KEYS, "the range of " + key);
        Scalar from = end(mapping, "from", key);
        Scalar to = end(mapping, "to", key);
        Field scale = mapping.fields().get("scale");
        Scale its = scale == null ? Scale.LINEAR
                : (Scale) RecordBinder.PLAIN.value(scale.value(), Scale.class, "scale");
        Field count = mapping.fields().get("count");
        Field step = mapping.fields().get("step");
        Range range = new Range(mapping.place(), new BigDecimal(from.text()), new BigDecimal(to.text()),
                from.form() == Form.WHOLE && to.form() == Form.WHOLE, its,
                count == null ? null : (Integer) RecordBinder.PLAIN.value(count.value(), Integer.class, "count"),
                step == null ? null : BigDecimal.valueOf((Double) RecordBinder.PLAIN.value(step.value(), Double.class,
                        "step")));
        range.check(mapping.fields(), key);
        return range;
    }

    private static Scalar end(Mapping mapping, String name, String key) {
        Field field = mapping.fields().get(name);
        if (field == null) {
            throw mapping.place().error("a range must say from and to; got none of " + name + " for " + key + "; write"
                    + " {from: 0.0001, to: 0.01, scale: log}");
        }
        if (!(field.value() instanceof Scalar scalar) || scalar.form() != Form.WHOLE && scalar.form() != Form.DECIMAL) {
            throw field.place().error(name + " must be a number; got " + field.value().described()
                    + "; write it in digits");
        }
        return scalar;
    }

    private void check(Map<String, Field> fields, String key) {
        if (from.compareTo(to) >= 0) {
            throw fields.get("to").place().error("to must be above from in the range of " + key + "; got from " + from
                    + " to " + to + "; swap or change them");
        }
        if (scale == Scale.LOG && from.signum() <= 0) {
            throw fields.get("from").place().error("from must be above 0 where scale is log; got " + from + " for "
                    + key + "; raise it or leave scale out");
        }
        if (count != null && step != null) {
            throw fields.get("step").place().error("a range must have either count or step; got both for " + key
                    + "; remove one");
        }
        if (count != null && (count < 2 || count > MOST)) {
            throw fields.get("count").place().error("count must be from 2 to " + MOST + "; got " + count + " for " + key
                    + "; it counts both ends");
        }
        if (step != null && (step.signum() <= 0 || scale == Scale.LOG)) {
            throw fields.get("step").place().error("step must be above 0, on a linear scale; got " + step + " for "
                    + key + "; write count for equal factors");
        }
        if (step != null && to.subtract(from).divide(step, DIGITS).compareTo(BigDecimal.valueOf(MOST)) > 0) {
            throw fields.get("step").place().error("step must make at most " + MOST + " numbers; got " + step + " for "
                    + key + "; raise it");
        }
    }

    /** The numbers of a grid. */
    List<SpecNode> grid(String key) {
        if (count == null && step == null) {
            throw place.error("a range must say count or step where every one of its numbers is taken; got neither for "
                    + key + "; add count: 5");
        }
        Map<String, SpecNode> values = new LinkedHashMap<>();
        if (step != null) {
            for (BigDecimal value = from; value.compareTo(to) <= 0; value = value.add(step)) {
                Scalar number = number(value);
                values.put(number.text(), number);
            }
        } else {
            for (int i = 0; i < count; i++) {
                Scalar number = i == 0 ? number(from) : i == count - 1 ? number(to)
                        : number(rounded(between((double) i / (count - 1), from.doubleValue(), to.doubleValue())));
                values.put(number.text(), number);
            }
        }
        return new ArrayList<>(values.values());
    }

    /** The number at a share of the way, from 0 (inclusive) to 1 (exclusive). */
    SpecNode at(double share) {
        if (whole) {
            BigDecimal floor = BigDecimal.valueOf(between(share, from.doubleValue(), to.doubleValue() + 1))
                    .setScale(0, RoundingMode.FLOOR);
            return number(floor.max(from).min(to));
        }
        return number(rounded(between(share, from.doubleValue(), to.doubleValue())).max(from).min(to));
    }

    private double between(double share, double low, double high) {
        return scale == Scale.LINEAR ? low + share * (high - low)
                : StrictMath.exp(StrictMath.log(low) + share * (StrictMath.log(high) - StrictMath.log(low)));
    }

    private BigDecimal rounded(double value) {
        return whole ? BigDecimal.valueOf(value).setScale(0, RoundingMode.HALF_EVEN)
                : BigDecimal.valueOf(value).round(DIGITS);
    }

    private Scalar number(BigDecimal value) {
        BigDecimal shortest = value.stripTrailingZeros();
        String plain = shortest.toPlainString();
        return new Scalar(place, whole ? Form.WHOLE : Form.DECIMAL,
                plain.length() <= 12 || whole ? plain : shortest.toString().replace("E+", "E"));
    }
}
