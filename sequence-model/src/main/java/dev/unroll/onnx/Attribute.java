package dev.unroll.onnx;

import dev.unroll.protobuf.ProtoWriter;
import java.util.List;

/** A constant that an operator is told, under the name that its definition gives it: an {@code onnx.AttributeProto}. */
public final class Attribute {

    private static final int INTEGER = 2;
    private static final int TEXT = 3;
    private static final int REALS = 6;
    private static final int INTEGERS = 7;
    private static final int TEXTS = 8;
    private static final int REAL = 1;

    private final ProtoWriter message;

    private Attribute(String name, int type) {
        message = new ProtoWriter().text(1, name).integer(20, type);
    }

    public static Attribute of(String name, long value) {
        Attribute attribute = new Attribute(name, INTEGER);
        attribute.message.integer(3, value);
        return attribute;
    }

    public static Attribute of(String name, float value) {
        Attribute attribute = new Attribute(name, REAL);
        attribute.message.real(2, value);
        return attribute;
    }

    public static Attribute of(String name, String value) {
        Attribute attribute = new Attribute(name, TEXT);
        attribute.message.text(4, value);
        return attribute;
    }

    public static Attribute integers(String name, long... values) {
        Attribute attribute = new Attribute(name, INTEGERS);
        attribute.message.integers(8, values);
        return attribute;
    }

    public static Attribute reals(String name, float... values) {
        Attribute attribute = new Attribute(name, REALS);
        attribute.message.reals(7, values);
        return attribute;
    }

    public static Attribute texts(String name, List<String> values) {
        Attribute attribute = new Attribute(name, TEXTS);
        values.forEach(value -> attribute.message.text(9, value));
        return attribute;
    }

    /** What {@code Cast} is told. */
    public static Attribute to(ElementType type) {
        return of("to", type.code);
    }

    ProtoWriter message() {
        return message;
    }
}
