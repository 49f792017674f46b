package dev.unroll.datasets.split;

import dev.unroll.datasets.Check;
import java.util.List;

/**
 * How examples are divided into parts: the keys that every dataset of separate examples takes.
 *
 * @param split              {@code random}; {@code stratified}: at random, with the same shares of every class;
 *                           {@code grouped}: at random, with whole groups (a speaker, a word stem) in one part;
 *                           {@code ordered}: in the order of the data, for what has an order of time; {@code official}:
 *                           the test part that the data is published with
 * @param trainFraction      share of the examples to train on
 * @param validationFraction share of the examples to validate on, the rest being the test part; with {@code official},
 *                           the share of the published training part
 * @param folds              k: the test part is one of k equal folds instead, and trainFraction and validationFraction
 *                           divide the rest in proportion; for {@code ordered} the data is cut into k + 1 blocks and
 *                           the test fold is one of the last k, with everything before it to train and validate on
 * @param fold               which fold is the test part, 1 to k
 * @param dataFraction       share of the training part that is kept, for curves of sample efficiency: a smaller share
 *                           is a part of every larger one; the most recent for {@code ordered}; default 1
 */
public record SplitKeys(String split, Double trainFraction, Double validationFraction, Integer folds, Integer fold,
        Double dataFraction) {

    public SplitKeys {
        if (trainFraction != null) {
            Check.fractions(trainFraction, validationFraction == null ? 0 : validationFraction);
        }
        if ((folds == null) != (fold == null)) {
            throw new IllegalArgumentException((folds == null ? "folds" : "fold") + " must be given with "
                    + (folds == null ? "fold" : "folds") + "; got none; write folds: 5 and fold: 1 to 5");
        }
        if (folds != null) {
            Check.between(2, 1_000, "folds", folds);
            Check.between(1, folds, "fold", fold);
        }
        if (dataFraction != null) {
            Check.share("dataFraction", dataFraction);
        }
    }

    /**
     * The keys with a kind's defaults for what was not given.
     *
     * @param keys    {@code null} if none was given
     * @param allowed the ways to split that the kind knows, the default first
     */
    public static SplitKeys complete(SplitKeys keys, double trainFraction, double validationFraction,
            String... allowed) {
        SplitKeys given = keys == null ? new SplitKeys(null, null, null, null, null, null) : keys;
        String split = Check.orElse(given.split, allowed[0]);
        Check.oneOf("split", split, allowed);
        if (split.equals("official") && given.folds != null) {
            throw new IllegalArgumentException("folds must not be given with split official, which has one test part; "
                    + "got " + given.folds + "; remove it, or write split: " + (allowed[0].equals("official")
                            && allowed.length > 1 ? allowed[1] : allowed[0]));
        }
        double train = Check.orElse(given.trainFraction, trainFraction);
        double validation = Check.orElse(given.validationFraction, validationFraction);
        Check.fractions(train, validation);
        Check.requirePositive("validationFraction", validation);
        return new SplitKeys(split, train, validation, given.folds, given.fold, Check.orElse(given.dataFraction, 1.0));
    }

    /** Whether this is one of the ways. */
    boolean is(String... ways) {
        return List.of(ways).contains(split);
    }

    /** The share of what is not test that is trained on. */
    double trainShare() {
        return trainFraction / (trainFraction + validationFraction);
    }
}
