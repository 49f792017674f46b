package dev.unroll.dl4j;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Between Java's arrays, row-major, and those of ND4J. */
final class NdArrays {

    private NdArrays() {
    }

    /** A copy of all values in this form. */
    static INDArray of(DataType type, float[] values, long... shape) {
        return Nd4j.createFromArray(values).castTo(type).reshape('c', shape);
    }

    /** The same. */
    static INDArray of(DataType type, double[] values, long... shape) {
        return Nd4j.createFromArray(values).castTo(type).reshape('c', shape);
    }

    /** All values in row-major order. */
    static double[] doubles(INDArray array) {
        return array.dup('c').data().asDouble();
    }

    /** The same. */
    static float[] floats(INDArray array) {
        return array.dup('c').data().asFloat();
    }
}
