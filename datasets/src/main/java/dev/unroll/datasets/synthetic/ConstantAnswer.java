package dev.unroll.datasets.synthetic;

import dev.unroll.dataset.Baseline;
import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import java.util.Arrays;

/** Answers every target alike: with fixed values, or with fixed log-probabilities of the classes. */
public final class ConstantAnswer implements Baseline {

    private final SequenceDataset dataset;
    private final String name;
    private final float[] answer;

    private ConstantAnswer(SequenceDataset dataset, String name, float[] answer) {
        this.dataset = dataset;
        this.name = name;
        this.answer = answer;
    }

    /** These values for every target. */
    public static ConstantAnswer values(SequenceDataset dataset, String name, float... values) {
        return new ConstantAnswer(dataset, name, values);
    }

    /** The same probability for each of the first {@code n} classes, next to none for the others. */
    public static ConstantAnswer uniform(SequenceDataset dataset, int n) {
        float[] scores = new float[dataset.target().size()];
        Arrays.fill(scores, MemorylessAnswer.NEVER);
        Arrays.fill(scores, 0, n, (float) -StrictMath.log(n));
        return new ConstantAnswer(dataset, "uniform guess", scores);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public float[] predict(Part part, int[] indices) {
        int targets = indices.length * (dataset.target().perStep() ? dataset.batch(part, indices).maxLength() : 1);
        float[] outputs = new float[targets * answer.length];
        for (int i = 0; i < targets; i++) {
            System.arraycopy(answer, 0, outputs, i * answer.length, answer.length);
        }
        return outputs;
    }
}
