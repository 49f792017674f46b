package dev.unroll.lstm;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.unroll.recurrent.RecurrentRegularization;
import dev.unroll.recurrent.StackChecks;

/**
 * The noise that training may put on a long short-term memory.
 *
 * @param hidden           that on the hidden state and the recurrent weights, as in any recurrent layer
 * @param candidateDropout probability that a value of the candidate g is dropped, the same units at all steps of a
 *                         sequence, so that nothing a cell holds is ever lost (Semeniuta, Severyn &amp; Barth 2016,
 *                         arXiv 1603.05118), from 0 (default) to below 1
 * @param cellZoneout      probability that a cell stays what it was (Krueger et al. 2017, arXiv 1606.01305; h_t still
 *                         comes of what the cell would have been), from 0 (default) to below 1
 */
public record LstmRegularization(@JsonUnwrapped RecurrentRegularization hidden, Double candidateDropout,
        Double cellZoneout) {

    /** No noise. */
    public static final LstmRegularization NONE = new LstmRegularization(null, null, null);

    public LstmRegularization {
        hidden = hidden == null ? RecurrentRegularization.NONE : hidden;
        candidateDropout = candidateDropout == null ? 0.0 : candidateDropout;
        cellZoneout = cellZoneout == null ? 0.0 : cellZoneout;
        StackChecks.requireProbability("candidateDropout", candidateDropout);
        StackChecks.requireProbability("cellZoneout", cellZoneout);
    }

    /** Whether there is noise on the cells or the candidates. */
    boolean insideCell() {
        return candidateDropout > 0 || cellZoneout > 0;
    }
}
