package dev.unroll.experiment;

import dev.unroll.experiment.SpecNode.Items;
import dev.unroll.experiment.SpecNode.Mapping;
import java.util.List;

/**
 * One key that is varied, with the values that it may have.
 *
 * @param train  whether the key stands under {@code train}
 * @param values at least one; {@code null} if a range is given instead
 * @param range  {@code null} if values are given
 */
record Axis(Place place, String key, boolean train, List<SpecNode> values, Range range) {

    /** Of a list of values, or of a range. */
    static Axis of(Place place, String key, boolean train, SpecNode node) {
        if (Range.is(node)) {
            return new Axis(place, key, train, null, Range.of((Mapping) node, key));
        }
        if (!(node instanceof Items items)) {
            throw node.place().error("the values of " + key + " must be a list or a range; got " + node.described()
                    + "; write [a, b] or {from: 1, to: 8, count: 4}");
        }
        if (items.items().isEmpty()) {
            throw node.place().error("the values of " + key + " must be at least one; got an empty list; write [a, b]");
        }
        return new Axis(place, key, train, items.items(), null);
    }

    /** Every value, for a grid. */
    List<SpecNode> all() {
        return values != null ? values : range.grid(key);
    }

    /** The value at a share, from 0 (inclusive) to 1 (exclusive), of the way from the first to the last. */
    SpecNode at(double share) {
        return values != null ? values.get((int) (share * values.size())) : range.at(share);
    }
}
