package dev.unroll.exchange;

import dev.unroll.model.Parameter;
import java.util.ArrayList;
import java.util.List;

/**
 * A tensor of another framework and where its values stand in a model's parameters. The one description serves both
 * directions, so that reading and writing cannot part.
 *
 * <p>Our weights are {@code [in, out]}; where out is made of gates, a gate's columns stand together.
 *
 * @param name   below its module's
 * @param shape  in the other framework
 * @param pieces each value of the tensor in exactly one
 */
public record TensorMap(String name, int[] shape, List<Piece> pieces) {

    public TensorMap {
        shape = shape.clone();
        pieces = List.copyOf(pieces);
    }

    /** A tensor of the parameter's own form. */
    public static TensorMap same(String name, Parameter parameter) {
        return new TensorMap(name, parameter.shape(),
                List.of(Piece.row(parameter, parameter.size(), 0, 0, false)));
    }

    /** A tensor {@code [out, in]}. */
    public static TensorMap transposed(String name, Parameter parameter) {
        int in = parameter.shape()[0];
        int out = parameter.shape()[1];
        Piece piece = new Piece(parameter, out, in, new Piece.Grid(0, in, 1), new Piece.Grid(0, 1, out), false);
        return new TensorMap(name, new int[] {out, in}, List.of(piece));
    }

    /**
     * A tensor of the parameter's form, its gates in another order.
     *
     * @param gates for each of the tensor's gates the number of ours
     */
    public static TensorMap gates(String name, Parameter parameter, int... gates) {
        int[] shape = parameter.shape();
        int sums = shape[shape.length - 1];
        int size = sums / gates.length;
        List<Piece> pieces = new ArrayList<>();
        for (int g = 0; g < gates.length; g++) {
            pieces.add(new Piece(parameter, parameter.size() / sums, size, new Piece.Grid(g * size, sums, 1),
                    new Piece.Grid(gates[g] * size, sums, 1), false));
        }
        return new TensorMap(name, shape, pieces);
    }

    int size() {
        int size = 1;
        for (int dimension : shape) {
            size *= dimension;
        }
        return size;
    }
}
