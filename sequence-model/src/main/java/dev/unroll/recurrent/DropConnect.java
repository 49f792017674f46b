package dev.unroll.recurrent;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.Engine;
import dev.unroll.layer.Dropout;
import dev.unroll.layer.Pass;
import dev.unroll.model.Parameter;
import java.util.Arrays;

/**
 * Weights of which each update sees but some (Wan, Zeiler, Zhang, LeCun &amp; Fergus 2013, "Regularization of neural
 * networks using DropConnect"; on recurrent weights Merity, Keskar &amp; Socher 2018, arXiv 1708.02182):
 *
 * <pre>
 * W' = M W,   M_ij = 0 with probability rate, else 1 / (1 - rate)
 * dW += M dW'
 * </pre>
 *
 * <p>One mask serves all sequences and steps of an update.
 */
final class DropConnect {

    private final Parameter weight;
    private final double rate;
    private final Engine engine;
    private final Dropout dropout;
    private float[] dropped = Buffers.EMPTY;
    private float[] dDropped = Buffers.EMPTY;
    private boolean active;

    DropConnect(Parameter weight, double rate, Engine engine) {
        this.weight = weight;
        this.rate = rate;
        this.engine = engine;
        dropout = new Dropout(weight.name(), rate, engine);
    }

    /** Draws W' for this pass, to be read: the parameter's own values where nothing is dropped. */
    float[] draw(Pass pass) {
        active = rate > 0 && pass.training();
        if (!active) {
            return weight.value();
        }
        dropped = Buffers.atLeast(dropped, weight.size());
        System.arraycopy(weight.value(), 0, dropped, 0, weight.size());
        dropout.forward(weight.size(), dropped, pass);
        return dropped;
    }

    /** The values of the latest {@link #draw}. */
    float[] values() {
        return active ? dropped : weight.value();
    }

    /** Where dW' is to be accumulated; {@link #backward} follows it. */
    float[] gradient() {
        if (!active) {
            return weight.gradient();
        }
        dDropped = Buffers.atLeast(dDropped, weight.size());
        Arrays.fill(dDropped, 0, weight.size(), 0f);
        return dDropped;
    }

    /** Gives the parameter its gradient. */
    void backward() {
        if (active) {
            dropout.backward(weight.size(), dDropped);
            engine.kernels().elementwise().add(weight.size(), dDropped, 0, weight.gradient(), 0);
        }
    }
}
