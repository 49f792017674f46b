package dev.unroll.datasets.synthetic;

import dev.unroll.random.RandomStream;

/**
 * The two marked steps of Hochreiter &amp; Schmidhuber's adding and multiplication problems (1997, experiments 4 and
 * 5).
 *
 * @param length of the sequence
 * @param first  one of the first ten steps
 * @param second one of the first {@code T/2 - 1} steps that are not {@code first}
 */
record MarkedSteps(int length, int first, int second) {

    private static final int NUMBER = 0;
    private static final int MARKER = 1;
    private static final int FIRST_STEPS = 10;

    /** @param t T, at least 20: the least length of a sequence */
    static MarkedSteps original(int t, RandomStream random) {
        int length = t + random.nextInt(t / 10 + 1);
        int first = random.nextInt(FIRST_STEPS);
        int unmarked = random.nextInt(t / 2 - 1);
        return new MarkedSteps(length, first, unmarked + (unmarked >= first ? 1 : 0));
    }

    /** The gaps that can come up. */
    static Ranges gaps(boolean original, int t) {
        return new Ranges("gap", 1, original ? t / 2 - 1 : t - 1, 4);
    }

    /** How likely it is that the first step of a sequence is a marked one. */
    static double firstStepMarked(int t) {
        // The second mark falls on it if the first did not and it is drawn among the T/2 - 1 unmarked.
        return 1.0 / FIRST_STEPS + (1 - 1.0 / FIRST_STEPS) / (t / 2 - 1);
    }

    /** Steps between the two. */
    int gap() {
        return Math.abs(second - first);
    }

    /** Appends the steps: numbers uniform from {@code low} to 1, and the markers. */
    void write(RandomStream random, float low, ExampleBuffer example) {
        example.steps(length);
        for (int t = 0; t < length; t++) {
            example.setFeature(t, NUMBER, random.nextUniform(low, 1f));
        }
        example.setFeature(first, MARKER, 1f);
        example.setFeature(second, MARKER, 1f);
        example.setFeature(0, MARKER, -1f);
        example.setFeature(length - 1, MARKER, -1f);
    }

    /** The number that a marked step adds to the target: that of the step, or {@code neutral} for the first step. */
    float factor(int step, float neutral, ExampleBuffer example) {
        return step == 0 ? neutral : example.feature(step, NUMBER);
    }
}
