package dev.unroll.loss;

/** {@code -ln softmax(scores)[class]}. */
public record CrossEntropy() implements Loss {

    @Override
    public String name() {
        return "cross-entropy";
    }

    @Override
    public boolean classification() {
        return true;
    }

    @Override
    public int outputsPerTarget() {
        return 1;
    }
}
