package dev.unroll.lstm;

/**
 * Which equations a step of the long short-term memory has: the vanilla cell, and each of its parts taken away, added
 * or exchanged, alone or together with others (Greff, Srivastava, Koutník, Steunebrink &amp; Schmidhuber 2017, "LSTM: a
 * search space odyssey", arXiv 1503.04069).
 *
 * @param peepholes          gates see the cell: i and f that of the step before, o that of this step (Gers &amp;
 *                           Schmidhuber 2000, "Recurrent nets that time and count")
 * @param coupledGates       i = 1 - f, with no weights of its own (CIFG)
 * @param inputGate          false: i = 1, with no weights (NIG)
 * @param forgetGate         false: f = 1, with no weights (NFG)
 * @param outputGate         false: o = 1, with no weights (NOG)
 * @param inputActivation    of the candidate g; identity: NIAF
 * @param outputActivation   of the cell where it is shown; identity: NOAF
 * @param fullGateRecurrence each gate that has weights also sees what all such gates were at the step before (FGR)
 * @param gateActivation     of i, f and o
 * @param cellClip           above 0: c is kept between -cellClip and cellClip, +∞ for none
 * @param layerNorm          input and recurrent sums, and the cell where it is shown, are normalized (Ba, Kiros &amp;
 *                           Hinton 2016, arXiv 1607.06450)
 */
record LstmCell(boolean peepholes, boolean coupledGates, boolean inputGate, boolean forgetGate, boolean outputGate,
        CellActivation inputActivation, CellActivation outputActivation, boolean fullGateRecurrence,
        GateActivation gateActivation, float cellClip, boolean layerNorm) {

    static final LstmCell VANILLA = new LstmCell(false, false, true, true, true, CellActivation.TANH,
            CellActivation.TANH, false, GateActivation.SIGMOID, Float.POSITIVE_INFINITY, false);

    LstmCell {
        if (!(cellClip > 0)) {
            throw new IllegalArgumentException("cellClip must be above 0; got " + cellClip + "; leave it out to let the"
                    + " cells grow without bound");
        }
        if (coupledGates && !(inputGate && forgetGate)) {
            throw new IllegalArgumentException("coupledGates makes the input gate 1 minus the forget gate and needs"
                    + " both; got inputGate " + inputGate + " and forgetGate " + forgetGate
                    + "; leave them true or coupledGates false");
        }
        if (!inputGate && !forgetGate && !outputGate) {
            requireNoGatesNeeded("peepholes", peepholes);
            requireNoGatesNeeded("fullGateRecurrence", fullGateRecurrence);
            requireNoGatesNeeded("gateActivation", gateActivation != GateActivation.SIGMOID);
        }
    }

    private static void requireNoGatesNeeded(String option, boolean chosen) {
        if (chosen) {
            throw new IllegalArgumentException(option + " needs a gate to act on; got inputGate, forgetGate and"
                    + " outputGate all false; leave one of them true or " + option + " out");
        }
    }

    /** Whether the input gate has weights. */
    boolean learnsInputGate() {
        return inputGate && !coupledGates;
    }

    /** Gates that have weights. */
    int gates() {
        return candidateColumn() + (outputGate ? 1 : 0);
    }

    /** Weighted sums of a unit: those of the gates, and the candidate's. */
    int sums() {
        return gates() + 1;
    }

    /** Where f stands among the sums, if there is one; i, if there is one, is the first. */
    int forgetColumn() {
        return learnsInputGate() ? 1 : 0;
    }

    /** Where g stands among the sums, and o among the gates. */
    int candidateColumn() {
        return forgetColumn() + (forgetGate ? 1 : 0);
    }

    /** Where o stands among the sums, if there is one. */
    int outputColumn() {
        return candidateColumn() + 1;
    }
}
