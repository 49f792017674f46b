package dev.unroll.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.dataset.Baseline;
import dev.unroll.dataset.InputUnits;
import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.dataset.TargetUnits;
import dev.unroll.fake.DecayingModel;
import dev.unroll.fake.ScriptedModel;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.Task.Features;
import dev.unroll.model.Task.Input;
import dev.unroll.model.Task.Target;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.run.TrialResult.GradientReach;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GradientReachAnalysisTest {

    /** Two sequences of lengths 3 and 4 with first features 1 and 100. */
    private record TwoSequences(Target target, float[] weights) implements SequenceDataset {
        @Override
        public Input input() {
            return new Features(1);
        }

        @Override
        public int size(Part part) {
            return 2;
        }

        @Override
        public SequenceBatch batch(Part part, int[] indices) {
            // In the order asked for.
            int[] lengths = new int[2];
            float[] features = new float[8];
            float[] ordered = weights == null ? null : new float[weights.length];
            for (int b = 0; b < 2; b++) {
                lengths[b] = 3 + indices[b];
                features[b * 4] = indices[b] == 0 ? 1 : 100;
                if (ordered != null) {
                    int each = weights.length / 2;
                    System.arraycopy(weights, indices[b] * each, ordered, b * each, each);
                }
            }
            boolean perStep = target.perStep();
            return new SequenceBatch(lengths, features, null, perStep ? null : new float[2],
                    perStep ? new int[8] : null, ordered);
        }

        @Override
        public List<Baseline> baselines() {
            return List.of();
        }

        @Override
        public Optional<TargetUnits> units() {
            return Optional.empty();
        }

        @Override
        public InputUnits inputUnits() {
            return new InputUnits(List.of("x"), new double[] {1}, new double[] {0}, 0);
        }

        @Override
        public String fingerprint() {
            return "";
        }
    }

    private static GradientReach reach(Target target, float... weights) {
        TwoSequences dataset = new TwoSequences(target, weights.length == 0 ? null : weights);
        return new GradientReachAnalysis(dataset, 5).measure(new DecayingModel(target));
    }

    @Test
    void countsDistanceFromTheLastStepOfEachSequence() {
        GradientReach reach = reach(new Target(TargetKind.VALUE, 1));

        assertThat(reach.meanLog10()).containsExactly(new double[] {1, 0, -1, -1}, within(1e-6));
        assertThat(reach.median()).containsExactly(50.5, 5.05, 0.505, 0.1);
        assertThat(reach.lower()).containsExactly(10.9, 1.09, 0.109, 0.1);
        assertThat(reach.upper()).containsExactly(90.1, 9.01, 0.901, 0.1);
    }

    @Test
    void undoesTheMeanOverTheBatchWhateverTheWeights() {
        assertThat(reach(new Target(TargetKind.VALUE, 1), 0.25f, 4f).median())
                .isEqualTo(reach(new Target(TargetKind.VALUE, 1)).median());
    }

    @Test
    void forTargetsPerStepTheLastOneThatCountsIsWhereTheLossIs() {
        // The first sequence's last target that counts is at step 1, the second's at step 3.
        GradientReach reach = reach(new Target(TargetKind.CLASS_PER_STEP, 2), 1, 1, 0, 0, 1, 0, 1, 2);

        assertThat(reach.meanLog10()).containsExactly(new double[] {1, 0, 0, -1}, within(1e-6));
        assertThat(reach.median()).containsExactly(50.5, 5.05, 1, 0.1);
    }

    @Test
    void aSequenceWithoutATargetThatCountsIsLeftOut() {
        GradientReach reach = reach(new Target(TargetKind.CLASS_PER_STEP, 2), 0, 0, 0, 0, 1, 1, 1, 0);

        assertThat(reach.median()).containsExactly(100, 10, 1);
    }

    @Test
    void aModelThatTellsNoNormsHasNoReach() {
        TwoSequences dataset = new TwoSequences(new Target(TargetKind.VALUE, 1), null);

        assertThat(new GradientReachAnalysis(dataset, 5).measure(new ScriptedModel(count -> 0, count -> 0)))
                .isSameAs(GradientReachAnalysis.NOT_MEASURED);
    }
}
