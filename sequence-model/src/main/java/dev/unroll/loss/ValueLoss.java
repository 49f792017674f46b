package dev.unroll.loss;

/** A loss between a real output and a real target, averaged over the components of the target. */
public sealed interface ValueLoss extends Loss {

    @Override
    default boolean classification() {
        return false;
    }

    @Override
    default int outputsPerTarget() {
        return 1;
    }

    /** The loss of one output. {@code index} is its place among the outputs of one component, 0 unless there are several. */
    float value(float output, float target, int index);

    /** Derivative of {@link #value} with respect to the output; where there is none, 0. */
    float derivative(float output, float target, int index);

    /** {@code (y - t)²}. */
    record Squared() implements ValueLoss {
        @Override
        public String name() {
            return "squared";
        }

        @Override
        public float value(float output, float target, int index) {
            float error = output - target;
            return error * error;
        }

        @Override
        public float derivative(float output, float target, int index) {
            return 2f * (output - target);
        }
    }
}
