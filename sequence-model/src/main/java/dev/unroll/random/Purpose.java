package dev.unroll.random;

/** What random numbers are for. Each purpose has numbers of its own, so drawing more for one moves no other. */
public enum Purpose {
    INITIALIZATION(1),
    SHUFFLING(2),
    DROPOUT(3),
    TRAINING_DATA(4),
    VALIDATION_DATA(5),
    TEST_DATA(6),
    SPLITTING(7),
    PROBE(8),
    SEARCH(9),
    /** Bootstrap, random signs, posterior draws: how surely a number is known. */
    RESAMPLING(10);

    // Spelled out, since the order of the constants must never change what is drawn.
    private final long code;

    Purpose(long code) {
        this.code = code;
    }

    long code() {
        return code;
    }
}
