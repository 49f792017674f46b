package dev.unroll.onnx;

/** Types of number, by their code in {@code onnx.TensorProto.DataType}. */
public enum ElementType {

    FLOAT(1),
    INT32(6),
    INT64(7),
    DOUBLE(11);

    final int code;

    ElementType(int code) {
        this.code = code;
    }
}
