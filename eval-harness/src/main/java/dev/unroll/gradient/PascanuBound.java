package dev.unroll.gradient;

import dev.unroll.model.Recurrence;
import dev.unroll.model.StateMap.Elman;
import java.util.Optional;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/**
 * What the recurrent weights of a vanilla network alone say of its gradients (Pascanu, Mikolov &amp; Bengio 2013, "On the
 * difficulty of training recurrent neural networks", arXiv 1211.5063, section 2.1):
 *
 * <pre>
 * ‖∂h_T/∂h_t‖ ≤ (γ σ)^{T-t}
 * γ σ &lt; 1 is enough for the gradient to vanish;   γ σ &gt; 1 is needed for it to explode
 * </pre>
 *
 * <p>ρ decides for linear units alone, whose steps all multiply by the same matrix: a product of different D_t W may grow
 * although W has no eigenvalue but 0. With units that leak by α, a step's bound is 1 - α + α γ σ, which is below 1 where
 * γ σ is.
 *
 * @param layer          the layer's name
 * @param spectralNorm   σ, the greatest singular value of the recurrent weights
 * @param spectralRadius ρ, the greatest absolute value of their eigenvalues
 * @param slope          γ, the steepest slope of the activation: 1 for tanh and relu
 * @param leak           α, 1 for none
 * @param perStep        the greatest factor by which a step can lengthen a gradient
 */
public record PascanuBound(String layer, double spectralNorm, double spectralRadius, double slope, double leak,
        double perStep) {

    /** Weights are floats: closer to 1 than this, orthogonal ones are on neither side of it. */
    private static final double EDGE = 1e-5;

    /** The bound of a layer; empty for cells other than the vanilla one, of which it says nothing. */
    public static Optional<PascanuBound> of(Recurrence recurrence) {
        return recurrence.map().elman().map(elman -> of(recurrence.map().name(), elman));
    }

    private static PascanuBound of(String layer, Elman elman) {
        RealMatrix weight = new Array2DRowRealMatrix(elman.size(), elman.size());
        for (int i = 0; i < elman.size(); i++) {
            for (int j = 0; j < elman.size(); j++) {
                weight.setEntry(i, j, elman.recurrentWeight()[i * elman.size() + j]);
            }
        }
        double norm = new SingularValueDecomposition(weight).getSingularValues()[0];
        return new PascanuBound(layer, norm, radius(weight), elman.slope(), elman.leak(),
                1 - elman.leak() + elman.leak() * elman.slope() * norm);
    }

    private static double radius(RealMatrix weight) {
        EigenDecomposition eigen = new EigenDecomposition(weight);
        double greatest = 0;
        for (int i = 0; i < weight.getRowDimension(); i++) {
            double real = eigen.getRealEigenvalue(i);
            double imaginary = eigen.getImagEigenvalue(i);
            greatest = Math.max(greatest, Math.sqrt(real * real + imaginary * imaginary));
        }
        return greatest;
    }

    /** Whether gradients are sure to vanish, whatever the inputs. */
    public boolean vanishes() {
        return slope * spectralNorm < 1 - EDGE;
    }

    /** Whether gradients may explode: some step can lengthen them. */
    public boolean mayExplode() {
        return slope * spectralNorm > 1 + EDGE;
    }

    /** Whether no step can lengthen a gradient, and some may keep its length. */
    public boolean keepsAtMost() {
        return Math.abs(slope * spectralNorm - 1) <= EDGE;
    }

    /** log₁₀ of the bound over so many steps. */
    public double logBound(int lag) {
        return lag * StrictMath.log10(perStep);
    }
}
