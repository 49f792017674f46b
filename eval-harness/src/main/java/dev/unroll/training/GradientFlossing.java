package dev.unroll.training;

import dev.unroll.dataset.BatchArrays;
import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.engine.Engine;
import dev.unroll.experiment.FlossingSpec;
import dev.unroll.gradient.FlossingLoss;
import dev.unroll.gradient.FlossingPoint;
import dev.unroll.model.Parameter;
import dev.unroll.model.Parameters;
import dev.unroll.model.Recurrence;
import dev.unroll.model.SequenceModel;
import dev.unroll.optimizer.Optimizer;
import dev.unroll.optimizer.OptimizerSpec;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Changes the weights of recurrent layers by {@link FlossingLoss}, as {@link FlossingSpec} says: some updates at a time, by
 * an Adam of their own. What comes out depends on the weights, the data, the spec, the seed and the number of training
 * updates made alone, so nothing of it need be kept from one time to the next.
 */
final class GradientFlossing {

    private final SequenceModel model;
    private final SequenceDataset dataset;
    private final FlossingSpec spec;
    private final Randomness randomness;
    private final Engine engine;
    private final StopSignal stop;
    private final BatchArrays arrays = new BatchArrays();

    GradientFlossing(SequenceModel model, SequenceDataset dataset, FlossingSpec spec, long seed, Engine engine,
            StopSignal stop) {
        this.model = model;
        this.dataset = dataset;
        this.spec = spec;
        this.engine = engine;
        this.stop = stop;
        randomness = Randomness.of(seed, Purpose.SHUFFLING).derive("flossing");
    }

    /** Whether it is time again after so many training updates. */
    boolean due(int trained) {
        return spec.every() != null && trained > 0 && trained % spec.every() == 0;
    }

    /**
     * All updates of one time. Overwrites the parameters' gradients.
     *
     * @param trained training updates made so far
     * @return how it went; if its last loss is not finite the weights were left alone from there on
     * @throws IllegalArgumentException in one sentence, if the model or the data are not fit for it
     * @throws StoppedException         between updates, if that was requested
     */
    FlossingPoint run(int trained) {
        Randomness ofTime = randomness.derive(trained);
        Optimizer optimizer = OptimizerSpec.named("adam").create(engine);
        double first = 0;
        double loss = 0;
        for (int update = 0; update < spec.updates() && Double.isFinite(loss); update++) {
            stop.check();
            loss = update(ofTime.derive(update), optimizer);
            first = update == 0 ? loss : first;
        }
        return new FlossingPoint(trained, first, loss);
    }

    private double update(Randomness key, Optimizer optimizer) {
        int[] indices = new int[spec.sequences()];
        var draw = key.derive("sequences").stream();
        Arrays.setAll(indices, i -> draw.nextInt(dataset.size(Part.TRAIN)));
        List<Piece> pieces = pieces(model.recurrences(dataset.batch(Part.TRAIN, indices, arrays)));
        engine.workers().forEach(pieces.size(), p -> pieces.get(p).run(key.derive(p), 1.0 / pieces.size()));
        double loss = 0;
        for (Piece piece : pieces) {
            loss += piece.loss / pieces.size();
        }
        List<Parameter> changed = gradients(pieces);
        if (Double.isFinite(loss) && changed.stream().allMatch(GradientFlossing::finite)) {
            optimizer.step(new Parameters(changed), spec.learningRate());
            return loss;
        }
        return Double.isFinite(loss) ? Double.NaN : loss;
    }

    private List<Piece> pieces(List<Recurrence> recurrences) {
        if (recurrences.isEmpty()) {
            throw new IllegalArgumentException("flossing needs a model that hands a state from step to step; this kind has"
                    + " none to show; leave flossing out of its train");
        }
        List<Piece> pieces = new ArrayList<>();
        for (Recurrence recurrence : recurrences) {
            int k = spec.exponentsOf(recurrence.map().hiddenSize());
            for (int b = 0; b < recurrence.batchSize(); b++) {
                double[][] x = recurrence.inputs()[b];
                int steps = spec.steps() == null ? x.length : Math.min(spec.steps(), x.length);
                if (steps > FlossingSpec.WARM_UP) {
                    pieces.add(new Piece(recurrence, k, Arrays.copyOf(x, steps), recurrence.starts()[b]));
                }
            }
        }
        if (pieces.isEmpty()) {
            throw new IllegalArgumentException("flossing needs sequences of more than " + FlossingSpec.WARM_UP
                    + " steps, which only let directions settle; got none; leave flossing out, or raise sequences");
        }
        return pieces;
    }

    /** One sequence of one layer. */
    private final class Piece {
        final Recurrence recurrence;
        final int exponents;
        final double[][] x;
        final double[] start;
        final double[][] dParameters;
        double loss;

        Piece(Recurrence recurrence, int exponents, double[][] x, double[] start) {
            this.recurrence = recurrence;
            this.exponents = exponents;
            this.x = x;
            this.start = start;
            dParameters = recurrence.map().parameters().stream().map(p -> new double[p.size()])
                    .toArray(double[][]::new);
        }

        void run(Randomness key, double weight) {
            loss = new FlossingLoss(recurrence.map(), exponents, FlossingSpec.WARM_UP, spec.target())
                    .add(x, start, key.stream(), weight, dParameters);
        }
    }

    /** Sums up the pieces in their order, in double, and gives each sum to its parameter. */
    private static List<Parameter> gradients(List<Piece> pieces) {
        List<Parameter> changed = new ArrayList<>();
        for (int p = 0; p < pieces.size(); p++) {
            Recurrence recurrence = pieces.get(p).recurrence;
            if (p > 0 && pieces.get(p - 1).recurrence == recurrence) {
                continue;
            }
            List<Parameter> parameters = recurrence.map().parameters();
            for (int i = 0; i < parameters.size(); i++) {
                double[] sum = new double[parameters.get(i).size()];
                for (Piece piece : pieces) {
                    for (int j = 0; piece.recurrence == recurrence && j < sum.length; j++) {
                        sum[j] += piece.dParameters[i][j];
                    }
                }
                for (int j = 0; j < sum.length; j++) {
                    parameters.get(i).gradient()[j] = (float) sum[j];
                }
                changed.add(parameters.get(i));
            }
        }
        return changed;
    }

    private static boolean finite(Parameter parameter) {
        for (float d : parameter.gradient()) {
            if (!Float.isFinite(d)) {
                return false;
            }
        }
        return true;
    }
}
