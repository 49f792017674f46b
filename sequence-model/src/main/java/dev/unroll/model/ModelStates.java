package dev.unroll.model;

/** What models without a carried state say. */
final class ModelStates {

    private ModelStates() {
    }

    static IllegalArgumentException refusal() {
        return new IllegalArgumentException("this kind of model carries no state from one batch to the next; give it whole"
                + " sequences");
    }

    static void requireNone(ModelState state) {
        if (state != null) {
            throw refusal();
        }
    }
}
