package dev.unroll.datasets.speech;

/**
 * What was said, as features.
 *
 * @param cepstra {@code [frames, C]}; changed only to scale them, before any is shown
 * @param label   the class
 * @param type    of the speaker, as in {@link Voice}
 */
record Utterance(float[] cepstra, int label, int type) {
}
