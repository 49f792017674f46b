package dev.unroll.dl4j.exchange;

import dev.unroll.dataset.InputUnits;
import dev.unroll.exchange.LayoutException;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;

/** Whether a network was trained on inputs that were scaled as an experiment scales them. */
final class NormalizerCheck {

    /** What single precision and its sums leave of a mean or a deviation. */
    private static final double TOLERANCE = 1e-5;

    private NormalizerCheck() {
    }

    /**
     * @param units of the experiment's input
     * @param file  names the normalizer in the message
     * @throws LayoutException if any feature is scaled otherwise
     */
    static void requireSame(NormalizerStandardize normalizer, InputUnits units, String file) {
        String whose = "the normalizer in " + file + " must ";
        if (normalizer.isFitLabel()) {
            throw new LayoutException(whose + "leave labels alone; it scales them, and the experiment's own scaling of"
                    + " targets cannot be told to be the same; save it with fitLabel(false) if it is");
        }
        double[] mean = normalizer.getMean().dup().data().asDouble();
        double[] deviation = normalizer.getStd().dup().data().asDouble();
        int features = units.scale().length;
        if (mean.length != features || deviation.length != features) {
            throw new LayoutException(whose + "have the " + features + " features that the experiment scales; it has "
                    + mean.length);
        }
        for (int f = 0; f < features; f++) {
            double offset = units.offset()[f];
            double scale = units.scale()[f];
            if (!(Math.abs(mean[f] - offset) <= TOLERANCE * Math.max(Math.abs(offset), Math.abs(scale))
                    && Math.abs(deviation[f] - scale) <= TOLERANCE * Math.abs(scale))) {
                throw new LayoutException(whose + "scale the input as the experiment does, feature "
                        + units.names().get(f) + " with offset " + offset + " and scale " + scale + "; it has mean "
                        + mean[f] + " and deviation " + deviation[f] + "; train the network on inputs scaled as the"
                        + " experiment's are");
            }
        }
    }
}
